import { PassThrough } from 'node:stream';
import { MediaConduitError, requireConfirmation, Text, type CallOptions } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import { start } from './__fixtures__/run-in-process';

const QUESTION = { text: 'Download 3.1 GB for whisper-large-v3?', sizeBytes: 3_100_000_000 };
const ASKED = `${QUESTION.text} [y/N] `;

/** A model that asks before it works. */
const transform = async (_input: unknown, options: CallOptions = {}): Promise<Text> => {
  await requireConfirmation(options, QUESTION);
  return new Text('done');
};

const keyboard = (): PassThrough & { isTTY: boolean } => Object.assign(new PassThrough(), { isTTY: true });

async function ask(words: readonly string[] = []) {
  const stdin = keyboard();
  const run = await start(['run', 'p', 'x', ...words], { model: { transform }, stdin, talksToTerminal: true });
  return { stdin, ...run, asked: () => eventually(async () => expect(run.stderr.text).toContain(ASKED)) };
}

describe('a question of a call', () => {
  it.each(['y\n', 'Y\r\n', ' yes \n'])('is answered by %j at the terminal', async (typed) => {
    const { asked, exitCode, stderr, stdin, stdout } = await ask();
    await asked();
    stdin.write(typed);
    expect([await exitCode, stdout.text]).toEqual([0, 'done\n']);
    expect(stderr.text).toMatch(/\[y\/N\] answer .+\n$/);
  });

  it.each(['n\n', '\n', 'yesterday\n'])('is not agreed to by %j', async (typed) => {
    const { asked, exitCode, stderr, stdin, stdout } = await ask();
    await asked();
    stdin.write(typed);
    expect([await exitCode, stdout.text]).toEqual([2, '']);
    expect(stderr.text).toContain(`${ASKED}error MC_CONFIRMATION_NEEDED: ${QUESTION.text} It was not`);
  });

  it('is not agreed to by the end of input, which ends no line', async () => {
    const { asked, exitCode, stderr, stdin } = await ask();
    await asked();
    stdin.end();
    expect(await exitCode).toBe(2);
    expect(stderr.text).toContain(`${ASKED}\nerror MC_CONFIRMATION_NEEDED`);
  });

  it('ends clean with Ctrl-C', async () => {
    const { asked, exitCode, run, stderr, stdin } = await ask();
    await asked();
    run.cancel(new MediaConduitError('MC_CALL_ABORTED', 'Cancelled by SIGINT.', { facts: { exitCode: 130 } }));
    expect(await exitCode).toBe(130);
    expect(stderr.text).toBe(`${ASKED}\nerror MC_CALL_ABORTED: Cancelled by SIGINT.\n`);
    expect([stdin.isPaused(), stdin.listenerCount('data')]).toEqual([true, 0]);
  });

  it('is answered by --yes, and said', async () => {
    const { exitCode, stderr, stdout } = await ask(['--yes']);
    expect([await exitCode, stdout.text]).toEqual([0, 'done\n']);
    expect(stderr.text).toContain(`${QUESTION.text} yes (--yes)\n`);
  });

  it('is seen with --quiet and --json too', async () => {
    const { asked, exitCode, stderr, stdin, stdout } = await ask(['--quiet', '--json']);
    await asked();
    stdin.write('y\n');
    expect([await exitCode, JSON.parse(stdout.text).content, stderr.text]).toEqual([0, 'done', ASKED]);
  });

  it.each([
    ['nobody can type', { stdin: new PassThrough().end('x'), talksToTerminal: true }],
    ['nobody would see it', { stdin: keyboard(), talksToTerminal: false }],
  ])('is an error with a hint where %s', async (_where, given) => {
    const { exitCode, stderr } = await start(['run', 'p', 'x'], { model: { transform }, ...given });
    expect(await exitCode).toBe(2);
    expect(stderr.text).toContain('error MC_CONFIRMATION_NEEDED');
    expect(stderr.text).toContain('--yes');
  });
});
