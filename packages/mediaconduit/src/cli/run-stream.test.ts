import { PassThrough } from 'node:stream';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  Audio,
  createModelStream,
  defineOptions,
  Embedding,
  Image,
  Json,
  MediaConduitError,
  Text,
  type CallOptions,
  type Media,
  type Model,
  type StreamEvent,
} from '@mediaconduit/sdk';
import { eventually, temporaryFolder } from '@mediaconduit/testkit';
import { start, streamOf } from './__fixtures__/run-in-process';

const delta = (text: string): StreamEvent => ({ type: 'text-delta', text });
const segment = (text: string): StreamEvent => ({ type: 'segment', text, startMs: 0, endMs: 1 });
const progress = (message: string): StreamEvent => ({ type: 'progress', progress: { phase: message, message } });
const gives = (result: Media | Media[]): Partial<Model> => ({ transform: async () => result as Media });

describe('mediaconduit run of a model that streams text', () => {
  it.each<[string, StreamEvent[], string]>([
    ['pieces as they are', [delta('one '), progress('x'), delta('two')], 'one two\n'],
    ['segments line by line', [segment(' one '), segment('two')], 'one\ntwo\n'],
    [
      'pieces once where there are segments too',
      [delta('1. one\n'), segment('one'), delta('2. two\n')],
      '1. one\n2. two\n',
    ],
    ['the result where the events hold no text', [{ type: 'thinking-delta', text: 'hm' }], 'all\n'],
    ['no empty line for an empty piece', [delta(''), delta('one\n')], 'one\n'],
  ])('writes %s', async (_what, events, written) => {
    const { exitCode, stdout } = await start(['run', 'p', 'x'], { model: { stream: streamOf(events) } });
    expect([await exitCode, stdout.text]).toEqual([0, written]);
  });

  it('writes segments in the form that was asked for, when all are there', async () => {
    const stream = streamOf([segment('one'), segment('two')]);
    const asked = await start(['run', 'p', 'x', '--option', 'format=srt'], { model: { stream } });
    expect([await asked.exitCode, asked.stdout.text]).toEqual([0, 'all\n']);
    const plain = await start(['run', 'p', 'x', '--option', 'format=text'], { model: { stream } });
    expect([await plain.exitCode, plain.stdout.text]).toEqual([0, 'one\ntwo\n']);
  });

  it('says that a tool is called', async () => {
    const call = { type: 'tool-call', id: '1', name: 'moo', arguments: { loud: true } } as const;
    const { exitCode, stderr } = await start(['run', 'p', 'x'], { model: { stream: streamOf([call]) } });
    expect([await exitCode, stderr.text]).toEqual([0, expect.stringContaining('tool call: moo({"loud":true})\n')]);
  });

  it('writes the first text before the last is known, and leaves the line when it is cancelled', async () => {
    let signal: AbortSignal | undefined;
    const stream: Model['stream'] = (_input, options) =>
      createModelStream(async function* (given) {
        signal = given;
        yield delta('half a li');
        await new Promise((_resolve, reject) => given.addEventListener('abort', () => reject(given.reason as Error)));
        return new Text('never');
      }, options?.signal);
    const given = { model: { stream }, terminal: true, talksToTerminal: true };
    const { exitCode, run, stderr, stdout } = await start(['run', 'p', 'x'], given);
    await eventually(async () => expect(stdout.text).toBe('half a li'));
    run.cancel(new MediaConduitError('MC_CALL_ABORTED', 'Cancelled by SIGINT.', { facts: { exitCode: 130 } }));
    expect([await exitCode, signal?.aborted]).toEqual([130, true]);
    expect(stderr.text).toBe('\nerror MC_CALL_ABORTED: Cancelled by SIGINT.\n');
  });

  it('stops the model when nobody reads any more', async () => {
    let left = false;
    const stream: Model['stream'] = (_input, options) =>
      createModelStream(async function* (signal) {
        try {
          for (;;) {
            yield delta('moo ');
            await new Promise(setImmediate);
            signal.throwIfAborted();
          }
        } finally {
          left = true;
        }
      }, options?.signal);
    const { exitCode, stderr, stdout } = await start(['run', 'p', 'x'], { model: { stream } });
    await eventually(async () => expect(stdout.text).toContain('moo moo'));
    stdout.destroy(new Error('EPIPE'));
    expect([await exitCode, left, stderr.text]).toEqual([0, true, '']);
  });

  it('streams a model of which nobody knows yet all it can, and prints what is no text', async () => {
    const capabilities = ['text-to-text', 'text-to-embedding'] as const;
    const text = await start(['run', 'p', 'x'], { model: { capabilities, stream: streamOf([delta('moo')]) } });
    expect([await text.exitCode, text.stdout.text]).toEqual([0, 'moo\n']);
    const stream = (): ReturnType<NonNullable<Model['stream']>> =>
      createModelStream<Media>(async function* () {
        yield progress('loading');
        return new Embedding([1]);
      });
    const vector = await start(['run', 'p', 'x'], { model: { capabilities, stream } });
    expect([await vector.exitCode, vector.stdout.text]).toEqual([0, '[1]\n']);
  });

  it('shows no progress with --quiet', async () => {
    const stream = streamOf([progress('loading'), delta('moo')]);
    const { exitCode, stderr } = await start(['run', 'p', 'x', '--quiet'], { model: { stream } });
    expect([await exitCode, stderr.text]).toEqual([0, '']);
  });
});

describe('mediaconduit run --json --stream', () => {
  const linesOf = (text: string): unknown[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  it('writes every event as a line, and the result as the last', async () => {
    const bytes: StreamEvent = { type: 'bytes', bytes: Buffer.from([1, 2]) };
    const stream = streamOf([progress('loading'), delta('moo'), bytes]);
    const { exitCode, stdout } = await start(['run', 'p', 'x', '--json', '--stream'], { model: { stream } });
    expect(await exitCode).toBe(0);
    expect(linesOf(stdout.text)).toEqual([
      { type: 'progress', progress: { phase: 'loading', message: 'loading' } },
      { type: 'text-delta', text: 'moo' },
      { type: 'bytes', base64: 'AQI=' },
      expect.objectContaining({ type: 'result', content: 'all', provider: 'p', model: 'm' }),
    ]);
  });

  it('tells the progress of a model that does not stream', async () => {
    const transform = async (_input: unknown, { onProgress }: CallOptions = {}): Promise<Text> => {
      onProgress?.({ phase: 'compute', message: 'thinking', completed: 1, total: 2 });
      return new Text('moo');
    };
    const { exitCode, stdout } = await start(['run', 'p', 'x', '--json', '--stream'], { model: { transform } });
    expect(await exitCode).toBe(0);
    expect(linesOf(stdout.text)).toEqual([
      { type: 'progress', progress: { phase: 'compute', message: 'thinking', completed: 1, total: 2 } },
      expect.objectContaining({ type: 'result', content: 'moo' }),
    ]);
  });

  it('ends with a line for the error', async () => {
    const transform = async (): Promise<Text> => Promise.reject(new MediaConduitError('MC_OUT_OF_MEMORY', 'Too big.'));
    const { exitCode, stdout } = await start(['run', 'p', 'x', '--stream', '--json'], { model: { transform } });
    expect(await exitCode).toBe(1);
    expect(linesOf(stdout.text)).toEqual([
      { type: 'error', error: expect.objectContaining({ code: 'MC_OUT_OF_MEMORY' }) },
    ]);
  });
});

describe('mediaconduit run of results', () => {
  it.each<[string, Media, boolean, string]>([
    ['JSON in one line for a program', new Json({ a: [1] }), false, '{"a":[1]}\n'],
    ['JSON in lines for people', new Json({ a: [1] }), true, '{\n  "a": [\n    1\n  ]\n}\n'],
    ['a vector in one line', new Embedding([0.5, 1]), true, '[0.5,1]\n'],
  ])('prints %s', async (_what, result, terminal, printed) => {
    const { exitCode, stdout } = await start(['run', 'p', 'x'], { model: gives(result), terminal });
    expect([await exitCode, stdout.text]).toEqual([0, printed]);
  });

  it('streams a large result into its file, and leaves no part of it when it is cancelled', async () => {
    await using folder = await temporaryFolder();
    const body = new PassThrough();
    const out = join(folder.path, 'big.wav');
    const model = { ...gives(Audio.fromStream(body)), capabilities: ['text-to-audio'] as const };
    const { exitCode, run } = await start(['run', 'p', 'x', '--out', out], { model });
    body.write(Buffer.alloc(100_000));
    await eventually(async () => expect(readdirSync(folder.path)).toHaveLength(1));
    run.cancel(new MediaConduitError('MC_CALL_ABORTED', 'Cancelled by SIGINT.', { facts: { exitCode: 130 } }));
    expect(await exitCode).toBe(130);
    expect([readdirSync(folder.path), body.destroyed]).toEqual([[], true]);
  });

  it('asks for the format that the name of the file says, unless another is asked for', async () => {
    await using folder = await temporaryFolder();
    const optionsSchema = defineOptions({ type: 'object', properties: { format: { enum: ['mp3', 'wav'] } } } as const);
    const transform = jest.fn(async () => Audio.fromBytes(Buffer.from([1])) as Media);
    const model = { optionsSchema, transform, capabilities: ['text-to-audio'] as const };
    const out = ['--out', join(folder.path, 'x.wav')];
    expect(await (await start(['run', 'p', 'x', ...out], { model })).exitCode).toBe(0);
    expect(await (await start(['run', 'p', 'x', ...out, '--format', 'mp3'], { model })).exitCode).toBe(0);
    expect(transform).toHaveBeenNthCalledWith(1, 'x', expect.objectContaining({ format: 'wav' }));
    expect(transform).toHaveBeenNthCalledWith(2, 'x', expect.objectContaining({ format: 'mp3' }));
  });

  it('takes all results of a model that has more than one', async () => {
    await using folder = await temporaryFolder();
    const transformAll = async (): Promise<Media[]> => [1, 2].map((byte) => Image.fromBytes(Buffer.from([byte])));
    const model = { ...gives([]), transformAll, capabilities: ['text-to-image'] as const };
    const { exitCode } = await start(['run', 'p', 'x', '--out', join(folder.path, 'x.png')], { model });
    expect([await exitCode, readdirSync(folder.path)]).toEqual([0, ['x-1.png', 'x-2.png']]);
  });

  it('numbers several results in files, and refuses them for one stream', async () => {
    await using folder = await temporaryFolder();
    const pictures = [1, 2].map((byte) => Image.fromBytes(Buffer.from([byte])));
    const model = { ...gives(pictures), capabilities: ['text-to-image'] as const };
    const saved = await start(['run', 'p', 'x', '--json', '--out', join(folder.path, 'x.png')], { model });
    expect(await saved.exitCode).toBe(0);
    expect(readFileSync(join(folder.path, 'x-2.png'))).toEqual(Buffer.from([2]));
    expect(JSON.parse(saved.stdout.text).results).toHaveLength(2);
    const piped = await start(['run', 'p', 'x'], { model });
    expect([await piped.exitCode, piped.stdout.text]).toEqual([2, '']);
    expect(piped.stderr.text).toContain('x-1.png');
  });
});

describe('mediaconduit models --refresh', () => {
  const found = { id: 'new', name: 'New', capabilities: ['text-to-text'], description: 'From the service.' } as const;

  it('asks the service', async () => {
    const given = { model: {}, refreshModels: async () => [found] };
    const { exitCode, stdout } = await start(['models', 'p', '--refresh'], given);
    expect([await exitCode, stdout.text]).toEqual([0, 'p:new  text-to-text  From the service.\n']);
  });

  it('lists what is known of a provider that has nobody to ask', async () => {
    const { exitCode, stdout } = await start(['models', 'p', '--refresh'], { model: {} });
    expect([await exitCode, stdout.text]).toEqual([0, expect.stringContaining('p:m')]);
  });

  it('wants to know whose', async () => {
    const { exitCode, stderr } = await start(['models', '--refresh'], { model: {} });
    expect([await exitCode, stderr.text]).toEqual([2, expect.stringContaining('models ollama --refresh')]);
  });
});
