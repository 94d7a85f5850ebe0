import { createFakeServiceHandle, temporaryFolder } from '@mediaconduit/testkit';
import { Audio, Text, Video } from '@mediaconduit/sdk';
import type { ServiceHandle } from '@mediaconduit/sdk';
import type { MediaProvider } from './media-provider';
import type { Model } from './model';

type ProviderModule = { default: new (service?: ServiceHandle) => MediaProvider } & Record<string, unknown>;

const load = (name: string): ProviderModule => jest.requireActual(`./__fixtures__/original-providers/${name}`);
const modelOf = async (provider: MediaProvider, id: string): Promise<Model> => (await provider.getModel(id)) as Model;

describe('providers as they were published for the original core', () => {
  const environment = process.env;

  beforeEach(() => {
    process.env = { ...environment };
  });

  afterEach(() => {
    process.env = environment;
  });

  it('cowsay: reads the port when its model is made, and posts through the handle', async () => {
    const handle = createFakeServiceHandle({ replies: { 'POST /cowsay': { json: { cowsayOutput: 'moo' } } } });
    const provider = new (load('cowsay').default)(handle);
    await expect(provider.isAvailable()).resolves.toBe(false);
    await provider.startService?.();
    await expect(provider.isAvailable()).resolves.toBe(true);
    const model = await modelOf(provider, 'cowsay-default');
    expect(model).toMatchObject({ id: 'cowsay-default', name: 'Cowsay Default', baseUrl: 'http://localhost:49152' });
    expect([model.getName(), model.getInputTypes()]).toEqual(['Cowsay', ['text']]);
    await expect(model.transform(new Text('hi', 'en'))).resolves.toMatchObject({ content: 'moo', language: 'en' });
    expect(handle.requests).toMatchObject([{ path: '/cowsay', json: { text: 'hi' } }]);
  });

  it('cowsay: is tested with a service whose functions Jest mocks, as the guides do', async () => {
    const service = {
      getServiceInfo: jest.fn().mockReturnValue({ ports: [8080] }),
      getServiceStatus: jest.fn().mockResolvedValue({ running: true, health: 'healthy' }),
      post: jest.fn().mockResolvedValue({ data: { cowsayOutput: 'moo' } }),
    };
    const provider = new (load('cowsay').default)(service as unknown as ServiceHandle);
    const model = await modelOf(provider, 'cowsay-default');
    await expect(model.isAvailable()).resolves.toBe(true);
    await expect(model.transform(new Text('hi'))).resolves.toMatchObject({ content: 'moo' });
    expect(service.post).toHaveBeenCalledWith('/cowsay', { text: 'hi' });
  });

  it('whisper: its fields and its getter win over the base class, and it knows the address before a model is made', async () => {
    const provider = new (load('whisper').default)(createFakeServiceHandle({ baseUrl: 'http://127.0.0.1:4711' }));
    expect(provider.models.map(({ id }) => id)).toEqual(['whisper-tiny', 'whisper-base']);
    expect(provider.getModelsForCapability('audio-to-text')).toHaveLength(2);
    await expect(provider.startService?.()).resolves.toBe(true);
    await expect(modelOf(provider, 'whisper-base')).resolves.toMatchObject({ baseUrl: 'http://localhost:4711' });
    await expect(provider.getModel('whisper-huge')).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      message: 'Model whisper-huge not found in Whisper',
    });
    await expect(provider.getHealth()).resolves.toMatchObject({ status: 'healthy' });
    await expect(provider.stopService?.()).resolves.toBe(true);
  });

  it('ollama: works after configure({}), and its re-exports of interfaces have values', async () => {
    const module = load('ollama');
    const handle = createFakeServiceHandle({ replies: { 'POST /api/generate': { json: { response: 'hello' } } } });
    const provider = new module.default(handle);
    await provider.configure({});
    const input = new Text('say hello');
    const answer = (await (await modelOf(provider, 'llama3.2:1b')).transform(input, { temperature: 0 })) as Text;
    expect(answer).toBeInstanceOf(Text);
    expect(answer.content).toBe('hello');
    expect(answer.metadata['generation_prompt']).toMatchObject({
      input,
      modelId: 'llama3.2:1b',
      provider: 'ollama',
      options: { temperature: 0 },
      metadata: { requestId: 'r-1' },
    });
    const names = ['MediaProvider', 'ProviderConfig', 'ProviderModel', 'TextToTextOptions', 'TextToTextProvider'];
    expect(names.filter((name) => module[name] === undefined)).toEqual([]);
  });

  it('anthropic: lists its models by the key in the environment', async () => {
    delete process.env['ANTHROPIC_API_KEY'];
    const { default: AnthropicProvider } = load('anthropic');
    expect(new AnthropicProvider().models).toEqual([]);
    process.env['ANTHROPIC_API_KEY'] = 'key-of-a-test';
    const provider = new AnthropicProvider();
    expect(provider.getModelsForCapability('text-to-text')).toMatchObject([{ id: 'claude' }]);
    const model = await modelOf(provider, 'claude');
    await expect(model.transform([new Text('moo')])).resolves.toMatchObject({
      content: 'you said moo',
      language: 'en',
    });
  });

  it('replicate: makes sounds, pictures and films with metadata of its own', async () => {
    await using folder = await temporaryFolder();
    const downloaded = await folder.write('out.mp4', 'film');
    const provider = new (load('replicate').default)();
    const audio = await modelOf(provider, 'audio');
    expect([audio.getInputTypes(), audio.getOutputTypes()]).toEqual([['text'], ['audio']]);
    const voiceToClone = new Audio(Buffer.from('voice'));
    const sound = (await audio.transform(new Text('hi'), { voiceToClone })) as Audio;
    expect([sound.data.toString(), sound.getFormat(), sound.isValid()]).toEqual(['ID3voice', 'mp3', true]);
    await expect((await modelOf(provider, 'image')).transform(new Text('cow'))).resolves.toMatchObject({
      metadata: { localPath: '/tmp/a.png', format: 'png' },
      sourceAsset: { url: 'https://example.test/a.png' },
    });
    const film = (await (await modelOf(provider, 'video')).transform(new Text('cow'), { downloaded })) as Video;
    expect(film).toBeInstanceOf(Video);
    expect(film.metadata).toMatchObject({ localPath: downloaded, fileSize: 4, duration: 5, provider: 'replicate' });
    await expect(film.bytes()).resolves.toEqual(Buffer.from('film'));
  });
});
