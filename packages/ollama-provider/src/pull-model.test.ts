import type { Progress, Question } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import { replayedOllama } from './__fixtures__/replayed-ollama';
import { generating, missing, NO_MODELS, pulling, showing } from './__fixtures__/written-exchanges';

const MANIFEST = { status: 'pulling manifest' };
const SUCCESS = { status: 'success' };
const layer = (digest: string, total: number, completed?: number) => ({
  status: `pulling ${digest}`,
  digest: `sha256:${digest}`,
  total,
  completed,
});

describe('pullModel', () => {
  it('reports progress in bytes over all files', async () => {
    const lines = [MANIFEST, layer('a', 100), layer('a', 100, 100), layer('b', 50, 20), SUCCESS];
    await using world = await replayedOllama([pulling('tiny', lines), NO_MODELS]);
    const reports: Progress[] = [];
    await world.ollama.pullModel('tiny', { onProgress: (report) => reports.push(report) });
    expect(reports[0]).toEqual({ phase: 'download', message: 'tiny: pulling manifest' });
    expect(reports.map(({ completed, total }) => [completed, total])).toEqual([
      [undefined, undefined],
      [0, 100],
      [100, 100],
      [120, 150],
      [120, 150],
    ]);
    expect(world.server.unanswered).toEqual([]);
  });

  it('does not download more than 500 MB without a yes', async () => {
    const lines = [MANIFEST, layer('a', 400_000_000), layer('b', 300_000_000), layer('b', 300_000_000, 1)];
    await using world = await replayedOllama([pulling('big', lines, 'hang')]);
    await expect(world.ollama.pullModel('big')).rejects.toMatchObject({
      code: 'MC_CONFIRMATION_NEEDED',
      message: expect.stringContaining('Download 0.7 GB for big?') as string,
      facts: { sizeBytes: 700_000_000 },
    });
    await eventually(async () => expect(world.server.requests[0]?.aborted).toBe(true));
  });

  it('goes on where it was after a yes', async () => {
    const first = pulling('big', [layer('a', 600_000_000, 5)], 'hang');
    await using world = await replayedOllama([first, pulling('big', [layer('a', 600_000_000, 6), SUCCESS]), NO_MODELS]);
    const questions: Question[] = [];
    const confirm = (question: Question): boolean => questions.push(question) === 1;
    await world.ollama.pullModel('big', { confirm });
    expect(questions).toEqual([{ text: 'Download 0.6 GB for big?', sizeBytes: 599_999_995 }]);
    expect(world.server.requests.map(({ path }) => path)).toEqual(['/api/pull', '/api/pull', '/api/tags']);
  });

  it('does not ask for what is there already', async () => {
    const lines = [layer('a', 600_000_000, 600_000_000), layer('b', 5), SUCCESS];
    await using world = await replayedOllama([pulling('big', lines), NO_MODELS]);
    await expect(world.ollama.pullModel('big')).resolves.toBeUndefined();
  });

  it.each([
    ['max retries exceeded: unexpected EOF', 'MC_WEIGHTS_UNAVAILABLE'],
    ['digest mismatch, file must be downloaded again', 'MC_WEIGHTS_INVALID'],
    ['write blob: no space left on device', 'MC_DISK_FULL'],
    ['pull model manifest: file does not exist', 'MC_MODEL_NOT_FOUND'],
  ])('says what "%s" means', async (error, code) => {
    await using world = await replayedOllama([pulling('tiny', [MANIFEST, { error }]), NO_MODELS]);
    await expect(world.ollama.pullModel('tiny')).rejects.toMatchObject({ code, message: `Ollama: ${error}` });
  });

  it('does not take an end without success for one', async () => {
    await using world = await replayedOllama([pulling('tiny', [MANIFEST])]);
    await expect(world.ollama.pullModel('tiny')).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
  });

  it('ends the download when the call is cancelled', async () => {
    await using world = await replayedOllama([pulling('tiny', [layer('a', 100, 1)], 'hang')]);
    const controller = new AbortController();
    const pulled = world.ollama.pullModel('tiny', { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(pulled).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await eventually(async () => expect(world.server.requests[0]?.aborted).toBe(true));
  });

  it('is done by the first call of a model that is missing', async () => {
    const exchanges = [
      missing('/api/generate', 'phi'),
      generating('moo'),
      pulling('phi', [layer('a', 10, 10), SUCCESS]),
    ];
    await using world = await replayedOllama(exchanges);
    const reports: Progress[] = [];
    const model = world.ollama.getModel('phi');
    const text = await model.transform('Hello', { onProgress: (report: Progress) => reports.push(report) });
    expect(text).toMatchObject({ content: 'moo' });
    expect(reports).toContainEqual({
      phase: 'download',
      message: 'phi: success',
      completed: 10,
      total: 10,
      unit: 'bytes',
    });
  });

  it('makes a model that nobody knew what it is', async () => {
    const found = showing('new-embedder', ['embedding']);
    const embedded = {
      request: { method: 'POST', path: '/api/embed' },
      response: { json: { embeddings: [[0.6, 0.8]] } },
    };
    const exchanges = [NO_MODELS, missing('/api/show', 'new-embedder'), pulling('new-embedder', [SUCCESS]), found];
    await using world = await replayedOllama([...exchanges, embedded]);
    const model = await world.ollama.getModel('new-embedder:latest');
    expect(model.capabilities).toEqual(['text-to-text', 'image-to-text', 'text-to-embedding']);
    expect(await model.transform('tea')).toMatchObject({ kind: 'embedding', dimensions: 2 });
    expect(await model.transform('tea')).toMatchObject({ kind: 'embedding' });
    expect(world.server.requests.filter(({ path }) => path === '/api/show')).toHaveLength(2);
  });

  it('streams from a model that it pulled first', async () => {
    const found = showing('new-talker', ['completion']);
    const exchanges = [NO_MODELS, missing('/api/show', 'new-talker'), pulling('new-talker', [SUCCESS]), found];
    await using world = await replayedOllama([...exchanges, generating('moo')]);
    const events: string[] = [];
    const stream = world.ollama.getModel('new-talker').stream('Hello');
    for await (const { type } of stream) events.push(type);
    expect(events).toEqual(['progress', 'text-delta']);
  });
});
