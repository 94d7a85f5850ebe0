import { createRuntime, type Runtime } from '@mediaconduit/runtime';
import { Audio, SILENT_LOGGER, Text, type CallOptions, type Progress, type StreamEvent } from '@mediaconduit/sdk';
import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import {
  replayExchanges,
  temporaryFolder,
  type Exchange,
  type ReplayServer,
  type TemporaryFolder,
} from '@mediaconduit/testkit';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import WhisperDefault, {
  WhisperAudioToTextModel,
  WhisperDockerProvider,
  WhisperProvider,
  type SpokenSegment,
} from './index';

const RECORDING = join(__dirname, '__fixtures__', 'whisper-service.json');
const SPEECH = join(__dirname, '__fixtures__', 'speech.ogg');
const TASK = '/v1/tasks/audio-to-text';

describe('WhisperProvider', () => {
  let home: TemporaryFolder;
  let runtime: Runtime;
  let server: ReplayServer;

  beforeEach(async () => {
    home = await temporaryFolder();
    runtime = createRuntime({ home: home.path });
  });

  afterEach(async () => {
    await runtime.close();
    await server?.[Symbol.asyncDispose]();
    await home[Symbol.asyncDispose]();
  });

  async function open(exchanges: string | readonly Exchange[] = RECORDING): Promise<WhisperProvider> {
    const manifest = readProviderManifestSync(WhisperProvider.packageFolder);
    if (!manifest) throw new Error('no manifest in the package folder');
    server = await replayExchanges(exchanges);
    const service = await runtime.services.getService(server.url);
    return new WhisperProvider({ manifest, service, config: {}, log: SILENT_LOGGER });
  }

  async function base(exchanges?: readonly Exchange[]): Promise<WhisperAudioToTextModel> {
    return (await (await open(exchanges)).getModel('whisper-base')) as WhisperAudioToTextModel;
  }

  const paths = (): string[] => server.requests.map(({ method, path }) => `${method} ${path}`);

  it('is what its manifest says', async () => {
    const provider = await open();
    expect(provider.manifest.warnings).toEqual([]);
    expect(provider.manifest.service).toEqual({ identifier: '@mediaconduit/whisper-service' });
    expect(provider.getModelsForCapability('AUDIO_TO_TEXT').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['whisper-tiny', 'whisper-base', 'whisper-large-v3', 'whisper-stt', 'moonshine-tiny']),
    );
    expect(await provider.getModel('whisper-base')).toBe(await provider.getModel('whisper-base'));
    expect(paths()).toEqual([]);
  });

  it('has its old name, and is the default export', () => {
    expect(WhisperDockerProvider).toBe(WhisperProvider);
    expect(WhisperDefault).toBe(WhisperProvider);
  });

  it('hears what is said, with all that is known of it', async () => {
    const model = await base();
    const text = await model.transform(SPEECH);
    expect(text).toBeInstanceOf(Text);
    expect(text).toMatchObject({ content: 'But wherever was calm, there was nobody on the road.', language: 'en' });
    expect(text.confidence).toBe(0.6426);
    expect(text.metadata).toMatchObject({
      format: 'text',
      duration: 4.217,
      segments: [{ text: text.content, startMs: 0, endMs: 3760, confidence: 0.6426 }],
    });
    expect(text.metadata['languageProbability']).toBeCloseTo(0.89);
    expect(text.metadata['modelLoadMs']).toBeCloseTo(2179, 0);
    expect(text.timing?.computeMs).toBeCloseTo(4083.5, 0);
    expect(text.lineage).toMatchObject({ provider: 'whisper', model: 'whisper-base', options: {} });
    expect(server.unanswered).toEqual([]);
  });

  it('gives subtitles as the content, and the times of words', async () => {
    const text = await (await base()).transform(SPEECH, { format: 'srt', language: 'English', wordTimestamps: true });
    expect(text.content).toMatch(/^1\n00:00:00,000 --> 00:00:0/);
    const { segments, words } = text.metadata as { segments: SpokenSegment[]; words: { text: string }[] };
    expect(words.map((word) => word.text).join(' ')).toBe(text.metadata['text']);
    expect(segments.flatMap((segment) => segment.words ?? [])).toEqual(words);
  });

  it('streams segments, and reports how far it is', async () => {
    const reports: Progress[] = [];
    const events: StreamEvent[] = [];
    const stream = (await base()).stream(createReadStream(SPEECH), { onProgress: (report) => reports.push(report) });
    for await (const event of stream) events.push(event);
    expect(events.filter(({ type }) => type === 'segment')).toEqual([
      { type: 'segment', text: expect.stringContaining('nobody'), startMs: 0, endMs: 3760, confidence: 0.6426 },
    ]);
    expect((await stream).content).toContain('nobody');
    expect(reports.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['upload', 'load', 'compute']));
    expect(reports.at(-1)).toMatchObject({ phase: 'compute', completed: 3.76, total: 4.22325, unit: 's' });
  });

  it('takes the languages of the installed service before one runs, and then those of that one', async () => {
    const model = await base([
      { request: { method: 'GET', path: '/models' }, response: { json: { models: [], languages: { qya: 'quenya' } } } },
    ]);
    const refused = { code: 'MC_OPTIONS_INVALID' };
    await expect(model.transform(SPEECH, { language: 'Quenya' })).rejects.toMatchObject(refused);
    expect(paths()).toEqual([]);
    await expect(model.transform(SPEECH, { language: 'German' })).rejects.toMatchObject(refused);
    await expect(model.transform(SPEECH, { language: 'Quenya' })).rejects.not.toMatchObject(refused);
    expect(paths()).toEqual(['GET /models', 'GET /models/whisper-base']);
  });

  it('refuses an odd list of languages', async () => {
    for (const languages of [undefined, null, ['en'], { en: 1 }]) {
      const model = await base([
        { request: { method: 'GET', path: '/models' }, response: { json: { models: [], languages } } },
      ]);
      const call = model.transform(SPEECH, { language: 'en' });
      await expect(call).rejects.toMatchObject({ code: 'MC_SERVICE_REPLY_INVALID' });
      await server[Symbol.asyncDispose]();
    }
  });

  it('asks for the weights once', async () => {
    const model = await base();
    await model.transform(SPEECH);
    await model.transform(SPEECH);
    expect(paths()).toEqual(['GET /models/whisper-base', `POST ${TASK}`, `POST ${TASK}`]);
  });

  it('downloads weights that are not there, with progress', async () => {
    const reports: Progress[] = [];
    const tiny = (await open()).getModel('whisper-tiny');
    await tiny.transform(SPEECH, { onProgress: (report) => reports.push(report) }).catch(() => undefined);
    expect(paths().slice(0, 2)).toEqual(['GET /models/whisper-tiny', 'POST /models/whisper-tiny?confirm=true']);
    expect(reports.filter(({ phase }) => phase === 'download').at(-1)).toMatchObject({ unit: 'bytes' });
  });

  it.each<[string, CallOptions['confirm'], number]>([
    ['nobody is there', undefined, 1],
    ['the answer is no', () => false, 1],
    ['the answer is yes', () => true, 2],
  ])('asks before a large download: %s', async (_what, confirm, requests) => {
    const large = (await open()).getModel('whisper-large-v3');
    const failure = await large.transform(SPEECH, { confirm }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: requests === 1 ? 'MC_CONFIRMATION_NEEDED' : 'MC_SERVICE_ERROR' });
    expect(paths()).toHaveLength(requests);
  });

  it('finds models that only the service knows, and names the nearest of all', async () => {
    const provider = await open();
    await expect(provider.getModel('whisper-tiny.en')).resolves.toMatchObject({ id: 'whisper-tiny.en' });
    expect(provider.models.map(({ id }) => id)).toContain('whisper-distil-large-v3');
    await expect(provider.getModel('whisper-tinny')).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      hint: expect.stringContaining('"whisper-tiny"'),
    });
  });

  it('takes a folder as a model, and leaves it to the service to look into it', async () => {
    const provider = await open();
    await expect(provider.getModel('/weights/mine')).resolves.toMatchObject({ id: '/weights/mine', name: 'mine' });
    await expect(provider.getModel('./mine')).resolves.toMatchObject({ name: 'mine', id: join(process.cwd(), 'mine') });
    expect(paths()).toEqual([]);
  });

  it.each<[string, unknown, object | undefined, object]>([
    ['an empty file', new Uint8Array(0), undefined, { code: 'MC_INPUT_INVALID' }],
    ['a text', Buffer.from('Once upon a time there was no sound.'), undefined, { code: 'MC_INPUT_INVALID' }],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n0000IHDR', 'latin1'), undefined, { code: 'MC_INPUT_INVALID' }],
    ['two files', [SPEECH, SPEECH], undefined, { code: 'MC_INPUT_INVALID' }],
    ['no file', '/no/such/file.wav', undefined, { code: 'MC_FILE_NOT_FOUND' }],
    ['an unknown option', SPEECH, { lang: 'de' }, { code: 'MC_OPTIONS_INVALID' }],
    ['an unknown format', SPEECH, { format: 'docx' }, { code: 'MC_OPTIONS_INVALID' }],
    [
      'an unknown language',
      SPEECH,
      { language: 'germn' },
      { code: 'MC_OPTIONS_INVALID', hint: 'did you mean "german"?' },
    ],
    ['a long prompt', SPEECH, { prompt: 'x'.repeat(1_000_000) }, { code: 'MC_OPTIONS_INVALID' }],
    ['much heat', SPEECH, { temperature: 2 }, { code: 'MC_OPTIONS_INVALID' }],
  ])('refuses %s before the service is asked', async (_what, input, options, error) => {
    const model = await base();
    await expect(model.transform(input as string, options)).rejects.toMatchObject(error);
    expect(paths()).toEqual([]);
  });

  it('refuses a file that is larger than the service takes', async () => {
    const provider = await open();
    const model = new WhisperAudioToTextModel(
      { id: 'small', name: 'Small', capabilities: ['audio-to-text'], limits: { maxInputBytes: 100 } },
      { provider: 'whisper', client: undefined as never },
    );
    await expect(model.transform(SPEECH)).rejects.toMatchObject({
      code: 'MC_INPUT_TOO_LARGE',
      hint: 'give the sound alone, compressed, or in several parts',
      facts: { maxInputBytes: 100 },
    });
    expect(provider.models).not.toEqual([]);
  });

  it('ends the look at a file of which nothing comes by a deadline of the caller', async () => {
    const silent = new Readable({ read: () => undefined });
    const call = (await base()).transform(silent, { signal: AbortSignal.timeout(20) });
    await expect(call).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    expect(silent.destroyed).toBe(true);
    expect(paths()).toEqual([]);
  });

  it('passes on what the service refuses', async () => {
    const model = await base();
    const noise = Buffer.from(`${'no sound'.repeat(10)}\0\x01\x02`, 'latin1');
    await expect(model.transform(noise, { task: 'translate' })).rejects.toMatchObject({
      code: 'MC_INPUT_INVALID',
      message: expect.stringContaining('no audio or video that can be read'),
    });
  });

  describe('with a service that fails in the middle', () => {
    const entry: Exchange = {
      request: { method: 'GET', path: '/models/whisper-base' },
      response: { json: { id: 'whisper-base', downloaded: true } },
    };
    const answer = (response: Exchange['response']): readonly Exchange[] => [
      entry,
      { request: { method: 'POST', path: TASK }, response },
    ];
    const progress = { json: { type: 'progress', phase: 'load', message: 'loading' } };

    it.each<[string, Exchange['response'], object]>([
      [
        'an error line',
        { chunks: [progress, { json: { type: 'error', status: 507, error: 'too little', code: 'out-of-memory' } }] },
        { code: 'MC_OUT_OF_MEMORY', message: expect.stringContaining('too little') },
      ],
      ['no result', { chunks: [progress] }, { code: 'MC_SERVICE_REPLY_INVALID' }],
      ['a cut', { chunks: [progress], broken: 'cut' }, { code: 'MC_SERVICE_GONE' }],
      ['no JSON', { text: 'oops' }, { code: 'MC_SERVICE_REPLY_INVALID' }],
      ['an odd result', { chunks: [{ json: { type: 'result', text: 1 } }] }, { code: 'MC_SERVICE_REPLY_INVALID' }],
      ['an odd segment', { chunks: [{ json: { type: 'segment', text: 'a' } }] }, { code: 'MC_SERVICE_REPLY_INVALID' }],
    ])('says so: %s', async (_what, response, error) => {
      await expect((await base(answer(response))).transform(SPEECH)).rejects.toMatchObject(error);
    });

    it('tells a deadline of the caller from a cancellation', async () => {
      const model = await base(answer({ chunks: [progress], broken: 'hang' }));
      const call = model.transform(SPEECH, { signal: AbortSignal.timeout(300) });
      await expect(call).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    });

    it('ends the request when the call is cancelled', async () => {
      const model = await base(answer({ chunks: [progress], broken: 'hang' }));
      const controller = new AbortController();
      const onProgress = ({ phase }: Progress): void => void (phase === 'load' && controller.abort());
      const call = model.transform(Audio.fromBytes(readFileSync(SPEECH)), { signal: controller.signal, onProgress });
      await expect(call).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      expect(server.requests.at(-1)?.path).toBe(TASK);
    });
  });
});
