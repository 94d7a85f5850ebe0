import OllamaDefault, {
  OllamaDockerProvider,
  OllamaImageToTextModel,
  OllamaProvider,
  OllamaTextToEmbeddingModel,
  OllamaTextToTextModel,
} from './index';
import { RECORDING, replayedOllama } from './__fixtures__/replayed-ollama';
import { NO_MODELS, showing } from './__fixtures__/written-exchanges';

const tagged = (...names: string[]) => ({
  request: { method: 'GET', path: '/api/tags' },
  response: { json: { models: names.map((name) => ({ name, size: 1, digest: 'a', modified_at: 'b' })) } },
});

describe('OllamaProvider', () => {
  it('is what its manifest says', async () => {
    await using world = await replayedOllama();
    const { id, name, type, capabilities } = world.ollama;
    expect({ id, name, type, capabilities }).toEqual({
      id: 'ollama',
      name: 'Ollama',
      type: 'local',
      capabilities: ['text-to-text', 'image-to-text', 'text-to-embedding'],
    });
    expect(world.ollama.models.map((model) => model.id)).toEqual(['llama3', 'llama2', 'mistral', 'phi']);
  });

  it('has its old name, and is the default export', () => {
    expect(OllamaDockerProvider).toBe(OllamaProvider);
    expect(OllamaDefault).toBe(OllamaProvider);
  });

  it('opens a model of its manifest without asking anybody', async () => {
    await using world = await replayedOllama();
    for (const name of ['llama3', 'llama3:latest', 'library/llama3', 'LLAMA3'])
      expect((await world.ollama.getModel(name)).id).toBe('llama3');
    expect(world.server.requests).toEqual([]);
  });

  it('lists what Ollama has, by what each can do', async () => {
    await using world = await replayedOllama();
    await world.ollama.refreshModels();
    const ids = (capability: string) => world.ollama.getModelsForCapability(capability).map(({ id }) => id);
    expect(ids('text-to-embedding')).toEqual(['tiny-embedder']);
    expect(ids('TEXT_TO_TEXT')).toHaveLength(6);
    expect(ids('TEXT_TO_TEXT')).toEqual(expect.arrayContaining(['llama3', 'tiny-talker', 'tiny-thinker']));
    expect(await world.ollama.getHealth()).toMatchObject({
      status: 'healthy',
      models: 7,
      lastModelRefresh: expect.stringMatching(/^\d{4}-/) as string,
    });
  });

  it('makes of each model what it can', async () => {
    const shown = [showing('seer', ['completion', 'vision']), showing('llama3', ['completion', 'tools'])];
    const odd = showing('painter', ['image']);
    await using world = await replayedOllama([tagged('llama3:latest', 'seer:latest', 'painter:latest'), ...shown, odd]);
    const models = await world.ollama.refreshModels();
    expect(models.map(({ id }) => id)).toEqual(['llama3', 'llama2', 'mistral', 'phi', 'seer']);
    expect(models[0]?.parameters).toMatchObject({ abilities: ['completion', 'tools'] });
    expect(await world.ollama.getModel('seer')).toBeInstanceOf(OllamaImageToTextModel);
    expect(await world.ollama.getModel('llama3')).toBeInstanceOf(OllamaTextToTextModel);
  });

  it('finds a model that Ollama has and the manifest has not', async () => {
    await using world = await replayedOllama();
    const model = await world.ollama.getModel('tiny-embedder:latest');
    expect(model).toBeInstanceOf(OllamaTextToEmbeddingModel);
    expect(model.id).toBe('tiny-embedder');
  });

  it.each(['', 'a b', '../../etc/passwd', 'llama3:'])(
    'refuses the name %p before anything is started',
    async (name) => {
      await using world = await replayedOllama();
      await expect(world.ollama.getModel(name)).rejects.toMatchObject({ code: 'MC_MODEL_NOT_FOUND' });
      expect(world.server.requests).toEqual([]);
    },
  );

  it('copies and deletes models', async () => {
    await using world = await replayedOllama();
    await world.ollama.copyModel('tiny-talker', 'parrot');
    await world.ollama.deleteModel('parrot');
    expect(world.server.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    expect(world.server.unanswered).toEqual([]);
  });

  it('tells of what is on the disk', async () => {
    await using world = await replayedOllama();
    expect(await world.ollama.listModels()).toContainEqual({
      id: 'tiny-talker',
      sizeBytes: expect.any(Number) as number,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      modifiedAt: expect.any(String) as string,
      family: 'llama',
      parameterSize: '215K',
      quantization: 'unknown',
    });
    expect(await world.ollama.showModel('tiny-embedder')).toMatchObject({
      capabilities: ['text-to-embedding'],
      embeddingLength: 128,
      contextLength: 4096,
    });
  });

  it('takes nothing else for a list of models', async () => {
    await using world = await replayedOllama([{ ...NO_MODELS, response: { json: { models: [{}] } } }]);
    await expect(world.ollama.listModels()).rejects.toMatchObject({ code: 'MC_SERVICE_REPLY_INVALID' });
  });

  it('asks another Ollama after it was configured anew', async () => {
    await using first = await replayedOllama([NO_MODELS]);
    await using second = await replayedOllama(RECORDING);
    await first.ollama.refreshModels();
    await first.ollama.configure({});
    await first.ollama.configure({ serviceUrl: second.server.url });
    await first.ollama.refreshModels();
    expect(first.ollama.models.map(({ id }) => id)).toContain('tiny-talker');
  });
});
