import type { Progress, Question } from '@mediaconduit/sdk';
import { createRuntime, type Runtime } from '@mediaconduit/runtime';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { dirname } from 'node:path';
import type { OllamaProvider } from './index';
import { openFakeRegistry, weights, type FakeRegistry } from './__fixtures__/fake-registry';
import { environmentWithOllama, tinyModelFile } from './__fixtures__/real-ollama';

const FALSE_DIGEST = `sha256:${'0'.repeat(64)}`;

describe('pullModel of a real Ollama', () => {
  let home: TemporaryFolder;
  let runtime: Runtime;
  let ollama: OllamaProvider;
  let registry: FakeRegistry;

  beforeAll(async () => {
    home = await temporaryFolder();
    const environment = environmentWithOllama();
    runtime = createRuntime({ projectFolder: dirname(__dirname), home: home.path, engine: 'process', environment });
    ollama = (await runtime.providers.getProvider('.')) as OllamaProvider;
    const bytes = tinyModelFile('tiny-talker');
    registry = await openFakeRegistry({
      tiny: [weights(bytes)],
      damaged: [weights(Buffer.concat([bytes, Buffer.from('x')]), { digest: FALSE_DIGEST })],
      big: [weights(Buffer.from('big'), { endlessBytes: 600_000_000 })],
      slow: [weights(Buffer.from('slow'), { endlessBytes: 1_000_000 })],
    });
  });

  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await runtime.close();
    await home[Symbol.asyncDispose]();
  });

  it('downloads a model with progress in bytes, and the model answers', async () => {
    const reports: Progress[] = [];
    const name = registry.nameOf('tiny');
    await ollama.pullModel(name, { insecure: true, onProgress: (report) => reports.push(report) });
    expect(reports.at(-1)).toMatchObject({ phase: 'download', message: `${name}: success`, unit: 'bytes' });
    expect(reports.at(-1)?.total).toBeGreaterThan(800_000);
    expect(reports.at(-1)?.completed).toBe(reports.at(-1)?.total);
    const id = name.replace('http://', '');
    expect(ollama.models.map((model) => model.id)).toContain(id);
    expect(await ollama.getModel(id).transform('Hello', { numPredict: 5 })).toMatchObject({ kind: 'text' });
  });

  it('asks before more than 500 MB, and downloads nothing without a yes', async () => {
    const questions: Question[] = [];
    const confirm = (question: Question): boolean => questions.push(question) === 0;
    await expect(ollama.pullModel(registry.nameOf('big'), { insecure: true, confirm })).rejects.toMatchObject({
      code: 'MC_CONFIRMATION_NEEDED',
    });
    expect(questions).toHaveLength(1);
    expect(questions[0]?.sizeBytes).toBeGreaterThan(599_000_000); // some of it had come when its size was said
    await eventually(async () => expect(registry.openDownloads).toBe(0));
  });

  it('ends the download when the call is cancelled', async () => {
    const controller = new AbortController();
    const options = { insecure: true, signal: controller.signal };
    const pulled = ollama.pullModel(registry.nameOf('slow'), options).catch((error: unknown) => error);
    await eventually(async () => expect(registry.openDownloads).toBeGreaterThan(0));
    controller.abort();
    expect(await pulled).toMatchObject({ code: 'MC_CALL_ABORTED' });
    await eventually(async () => expect(registry.openDownloads).toBe(0));
  });

  it.each([
    ['has another hash than it should', 'damaged', 'MC_WEIGHTS_INVALID'],
    ['the registry does not have', 'unknown', 'MC_MODEL_NOT_FOUND'],
  ])('refuses a model that %s', async (_what, model, code) => {
    await expect(ollama.pullModel(registry.nameOf(model), { insecure: true })).rejects.toMatchObject({ code });
    expect((await ollama.listModels()).map(({ id }) => id)).not.toContainEqual(expect.stringContaining(model));
  });
});
