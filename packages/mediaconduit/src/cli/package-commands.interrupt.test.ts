import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { eventually } from '@mediaconduit/testkit';
import { FarProject } from './__fixtures__/far-project';

const ROUNDS = process.env['TORTURE'] ? 60 : 6;
/** As long as a command takes here when nothing disturbs it, in ms. */
const LONGEST_MS = 800;
const IDENTIFIERS = ['npm:@acme/cow-provider', 'github:o/calf'] as const;

/** What a person or a system sends, and the exit code that is due. */
const SIGNALS = [
  [['SIGINT'], 130],
  [['SIGTERM'], 143],
  [['SIGINT', 'SIGINT'], 130],
] as const satisfies readonly (readonly [readonly NodeJS.Signals[], number])[];

let project: FarProject;
beforeEach(async () => {
  project = await FarProject.start();
  project.publish('1.0.0');
  await project.commit('v1');
});
afterEach(() => project[Symbol.asyncDispose]());

/** To all processes of the terminal, as Ctrl-C does. */
function signalAll({ pid }: ChildProcessWithoutNullStreams, signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) if (pid !== undefined) process.kill(-pid, signal);
}

async function endOf(child: ChildProcessWithoutNullStreams) {
  const [stderr, [code, signal]] = await Promise.all([text(child.stderr.setEncoding('utf8')), once(child, 'close')]);
  await project.ended();
  return { stderr, code: code as number | null, signal: signal as NodeJS.Signals | null };
}

async function expectToWork(): Promise<void> {
  expect(await project.run('add', ...IDENTIFIERS)).toMatchObject({ code: 0 });
  expect(await project.run('verify')).toMatchObject({ code: 0 });
}

describe.each(SIGNALS)('%j', (signals, exitCode) => {
  it.each(['add', 'update'])(
    'ends an %s that a registry lets wait, with one line',
    async (command) => {
      if (command === 'update') await expectToWork();
      project.registry.requests.length = 0;
      project.registry.misbehave = () => true;
      const child = project.spawn(command, IDENTIFIERS[0]);
      child.stdout.resume();
      const ended = endOf(child);
      await eventually(async () => expect(project.registry.asked).not.toEqual([]));
      signalAll(child, signals);
      const { code, stderr } = await ended;
      expect(code).toBe(exitCode);
      const lines = stderr.split('\n').filter((line) => line.startsWith('error') || line.startsWith('hint'));
      if (signals.length === 1) expect(lines).toEqual([`error MC_CALL_ABORTED: Cancelled by ${signals[0]}.`]);
      project.registry.misbehave = () => false;
      await expectToWork();
    },
    60_000,
  );
});

it(`leaves nothing that is in the way of the next command, whenever it comes (seed ${process.env['SEED']})`, async () => {
  const commands = [['add', ...IDENTIFIERS], ['update'], ['remove', ...IDENTIFIERS], ['gc', '--all'], ['verify']];
  for (let round = 0; round < ROUNDS; round++) {
    const [signals, exitCode] = SIGNALS[Math.floor(Math.random() * SIGNALS.length)] ?? SIGNALS[0];
    const words = commands[round % commands.length] ?? [];
    if (words[0] !== 'add') await expectToWork();
    const child = project.spawn(...words);
    child.stdout.resume();
    const ended = endOf(child);
    const timer = setTimeout(() => signalAll(child, signals), Math.random() * LONGEST_MS);
    const { code, signal, stderr } = await ended;
    clearTimeout(timer);
    // before it listens to signals they end it as they end any program, and behind its end they find nobody
    if (signal === null) expect([0, exitCode]).toContain(code);
    else expect([signals[0], stderr]).toEqual([signal, '']);
    await expectToWork();
  }
}, 3_600_000);
