import { join } from 'node:path';
import { defineOptions, Image, MediaConduitError, Text, type StreamEvent } from '@mediaconduit/sdk';
import { temporaryFolder } from '@mediaconduit/testkit';
import { start, streamOf } from './__fixtures__/run-in-process';

describe('runCommandLine', () => {
  it('refuses bytes for a terminal before any work', async () => {
    const transform = jest.fn();
    const { exitCode, stderr } = await start(['run', 'p', 'x'], {
      model: { capabilities: ['text-to-image'], transform },
      terminal: true,
    });
    expect(await exitCode).toBe(2);
    expect(stderr.text).toContain('error MC_OUTPUT_IS_TERMINAL');
    expect(transform).not.toHaveBeenCalled();
  });

  it('refuses bytes for a terminal when only the result shows them', async () => {
    const { exitCode, stdout } = await start(['run', 'p', 'x'], {
      model: { transform: async () => Image.fromBytes(Buffer.from('bytes')) },
      terminal: true,
    });
    expect([await exitCode, stdout.text]).toEqual([2, '']);
  });

  it('asks for input in a terminal', async () => {
    const { exitCode, stderr } = await start(['run', 'p'], { model: {}, terminal: true });
    expect([await exitCode, stderr.text]).toEqual([2, expect.stringContaining('MC_USAGE')]);
  });

  it('writes text as it comes, passing over what it does not know', async () => {
    const events = [
      { type: 'text-delta', text: 'one ' },
      { type: 'new' } as unknown as StreamEvent,
      { type: 'text-delta', text: 'two' },
    ] as const;
    const { exitCode, stdout, stderr } = await start(['run', 'p', 'x'], { model: { stream: streamOf(events) } });
    expect([await exitCode, stdout.text]).toEqual([0, 'one two\n']);
    expect(stderr.text).toMatch(/^answer \d+ ms\n$/);
  });

  it('does not stream into JSON', async () => {
    const model = { stream: streamOf([]), transform: async () => new Text('whole') };
    const { exitCode, stdout } = await start(['run', 'p', 'x', '--json'], { model });
    expect([await exitCode, JSON.parse(stdout.text).content]).toEqual([0, 'whole']);
  });

  it.each([
    [[], 'moo\n', /^error MC_FILE_WRITE_FAILED: .*ENOENT.*\nhint: the result was printed instead; /],
    [['--json'], expect.stringMatching(/"hint": "the result stands under facts.content;[^]*"content": "moo"/), /^$/],
  ])('keeps a text that cannot be written to its file any more, with %j', async (words, printed, said) => {
    const folder = await temporaryFolder();
    const transform = async (): Promise<Text> => {
      await folder[Symbol.asyncDispose]();
      return new Text('moo');
    };
    const given = ['run', 'p', 'x', '--out', join(folder.path, 'moo.txt'), ...words];
    const { exitCode, stdout, stderr } = await start(given, { model: { transform } });
    expect([await exitCode, stdout.text]).toEqual([4, printed]);
    expect(stderr.text).toMatch(said);
  });

  it('gives the model its options, typed, and a signal', async () => {
    const transform = jest.fn(async () => new Text('done'));
    const { exitCode } = await start(['run', 'p', 'a', 'b', '--option', 'n=3', '--', '--c'], { model: { transform } });
    expect(await exitCode).toBe(0);
    expect(transform).toHaveBeenCalledWith(
      'a b --c',
      expect.objectContaining({ n: 3, signal: expect.any(AbortSignal) }),
    );
  });

  it.each([
    ['p:text-to-text', {}, 'm'],
    ['p:textToText', {}, 'm'],
    ['p:text-to-text', { id: 'text-to-text' }, 'text-to-text'],
  ])('takes %s for the first model that can do this, unless a model has that id: %j', async (reference, own, used) => {
    const model = { ...own, transform: async () => new Text('done') };
    const { exitCode, stdout } = await start(['run', reference, 'x', '--json'], { model });
    expect([await exitCode, JSON.parse(stdout.text).model]).toEqual([0, used]);
  });

  it('ends with the code of the signal, also when the model does not listen to it', async () => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const transform = (): Promise<never> => {
      begin();
      return new Promise<never>(() => undefined);
    };
    const { run, exitCode, stderr } = await start(['run', 'p', 'x'], { model: { transform } });
    await begun;
    run.cancel(new MediaConduitError('MC_CALL_ABORTED', 'Cancelled by SIGTERM.', { facts: { exitCode: 143 } }));
    expect([await exitCode, stderr.text]).toEqual([143, 'error MC_CALL_ABORTED: Cancelled by SIGTERM.\n']);
  });

  it('ends quietly when nobody reads', async () => {
    const transform = async (): Promise<never> => {
      stdout.destroy(new Error('EPIPE'));
      return new Promise<never>(() => undefined);
    };
    const { exitCode, stdout, stderr } = await start(['run', 'p', 'x'], { model: { transform } });
    expect([await exitCode, stderr.text]).toEqual([0, '']);
  });

  it('reports what is no error of ours with its message', async () => {
    const transform = async (): Promise<never> => Promise.reject(new TypeError('broken'));
    const { exitCode, stderr } = await start(['run', 'p', 'x', '--verbose'], { model: { transform } });
    expect(await exitCode).toBe(1);
    expect(stderr.text).toMatch(
      /^error MC_PROVIDER_FAILED: The model "m" failed: broken\nhint: .*\n {2}model: m\ncaused by TypeError: broken/m,
    );
  });

  it.each([
    [['--help']],
    [['run', '--help']],
    [['up', '--help']],
    [['config', '--help']],
    [['services']],
    [['models', 'p:m']],
    [['models']],
  ])('writes %j for a terminal within its width, word by word', async (words) => {
    const description = 'A long text about what this option does to the result of a call.';
    const optionsSchema = defineOptions({
      type: 'object',
      properties: { mode: { enum: ['borg', 'dead', 'greedy', 'paranoid', 'stoned'], description } },
    } as const);
    const narrow = await start(words, { model: { optionsSchema }, terminal: true, columns: 60 });
    const piped = await start(words, { model: { optionsSchema } });
    expect([await narrow.exitCode, await piped.exitCode]).toEqual([0, 0]);
    const wordsOf = (text: string): string => text.replaceAll('|', '').replace(/\s+/g, '');
    expect(wordsOf(narrow.stdout.text)).toBe(wordsOf(piped.stdout.text));
    const lines = narrow.stdout.text.split('\n').filter((line) => !/^(?:Usage:| {2}mediaconduit run)/.test(line));
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    if (words.includes('p:m')) expect(piped.stdout.text).toContain(description);
  });
});
