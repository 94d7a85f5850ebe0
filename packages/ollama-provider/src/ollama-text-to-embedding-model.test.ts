import { Embedding } from '@mediaconduit/sdk';
import type { OllamaTextToEmbeddingModel } from './index';
import { replayedOllama, type ReplayedOllama } from './__fixtures__/replayed-ollama';
import { NO_MODELS, showing } from './__fixtures__/written-exchanges';

const TAGS = { json: { models: [{ name: 'vec', size: 1, digest: 'a', modified_at: 'b' }] } };

const modelOf = async ({ ollama }: ReplayedOllama, id: string): Promise<OllamaTextToEmbeddingModel> =>
  (await ollama.getModel(id)) as OllamaTextToEmbeddingModel;

async function answered(json: unknown): Promise<ReplayedOllama> {
  const embed = { request: { method: 'POST', path: '/api/embed' }, response: { json } };
  return replayedOllama([{ ...NO_MODELS, response: TAGS }, showing('vec', ['embedding']), embed]);
}

describe('OllamaTextToEmbeddingModel', () => {
  it('embeds several texts in one request, as recorded', async () => {
    await using world = await replayedOllama();
    const embeddings = await (await modelOf(world, 'tiny-embedder')).transformAll(['tea', 'coffee'], { dimensions: 4 });
    expect(embeddings.map(({ dimensions }) => dimensions)).toEqual([4, 4]);
    expect(embeddings[0]).toBeInstanceOf(Embedding);
    expect(embeddings[1]?.lineage).toEqual({
      provider: 'ollama',
      model: 'tiny-embedder',
      options: { dimensions: 4 },
      inputs: ['coffee'],
    });
    expect(embeddings[0]?.metadata).toMatchObject({ model: 'tiny-embedder', totalMs: expect.any(Number) as number });
    expect(world.server.unanswered).toEqual([]);
  });

  it('embeds a text, and a list as one text', async () => {
    await using world = await answered({ embeddings: [[0.6, 0.8]] });
    const model = await modelOf(world, 'vec');
    expect(await model.transform('tea', { keepAlive: 0, numCtx: 99 })).toMatchObject({ dimensions: 2 });
    await model.transform(['tea', 'time']);
    expect(world.server.requests.slice(-2).map(({ json }) => json)).toEqual([
      { model: 'vec', input: ['tea'], truncate: false, keep_alive: 0, options: { num_ctx: 99 } },
      { model: 'vec', input: ['tea\ntime'], truncate: false },
    ]);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['too few', { embeddings: [] }],
    ['an empty one', { embeddings: [[]] }],
    ['words', { embeddings: [['a']] }],
  ])('refuses an answer with %s', async (_what, json) => {
    await using world = await answered(json);
    await expect((await modelOf(world, 'vec')).transform('tea')).rejects.toMatchObject({
      code: 'MC_SERVICE_REPLY_INVALID',
    });
  });

  it('refuses blank text before Ollama is asked', async () => {
    await using world = await answered(null);
    const model = await modelOf(world, 'vec');
    await expect(model.transformAll(['tea', ' '])).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
    expect(world.server.requests.filter(({ path }) => path === '/api/embed')).toEqual([]);
  });
});
