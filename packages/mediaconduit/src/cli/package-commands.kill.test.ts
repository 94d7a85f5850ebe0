import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { isFetchable, parseIdentifier } from '@mediaconduit/runtime';
import { FarProject } from './__fixtures__/far-project';

const KILLS = process.env['TORTURE'] ? 200 : 10;
const ADDED = ['npm:@acme/cow-provider', 'github:o/calf'] as const;

let project: FarProject;
beforeEach(async () => (project = await FarProject.start()));
afterEach(() => project[Symbol.asyncDispose]());

/** One command, and the entry of the lock file that it changes. */
interface Attempt {
  readonly words: readonly string[];
  readonly identifier: string;
}

/** What has work to do: of each kind a version that nobody has fetched yet. */
const ATTEMPTS: readonly ((round: number) => Promise<Attempt>)[] = [
  async (round) => {
    project.publish(`1.0.${round}`);
    const identifier = `npm:@acme/cow-provider@1.0.${round}`;
    return { words: ['add', identifier], identifier };
  },
  async (round) => {
    await project.commit(`v${round}`);
    const identifier = `github:o/calf@v${round}`;
    return { words: ['add', identifier], identifier };
  },
  async (round) => {
    project.publish(`1.0.${round}`);
    return { words: ['update', ADDED[0]], identifier: ADDED[0] };
  },
  async (round) => {
    await project.commit(`v${round}`);
    return { words: ['update', ADDED[1]], identifier: ADDED[1] };
  },
];

/** How long each takes when nobody disturbs it, in ms. */
async function measureAttempts(): Promise<number[]> {
  const took: number[] = [];
  for (const [at, attempt] of ATTEMPTS.entries()) {
    const { words } = await attempt(KILLS + at);
    const startedAt = performance.now();
    expect(await project.run(...words)).toMatchObject({ code: 0 });
    took.push(performance.now() - startedAt);
  }
  return took;
}

/** Kills the command, or any of the processes that it has started. */
async function killWithin(ms: number, { words }: Attempt): Promise<void> {
  const child = project.spawn(...words);
  await project.disturb(child, ms, () => {
    const running = project.processes();
    const victim = Math.random() < 0.75 ? child.pid : running[Math.floor(Math.random() * running.length)];
    if (victim !== undefined && running.includes(victim)) process.kill(victim, 'SIGKILL');
  });
}

async function expectSound(): Promise<void> {
  await using runtime = project.runtime();
  for (const { identifier, state } of await runtime.packages.verify())
    expect({ identifier, state }).toEqual({ identifier, state: 'sound' });
}

/** What was begun can be done, by what asks next. */
async function finishAttempt({ words: [command], identifier }: Attempt): Promise<void> {
  await using runtime = project.runtime();
  const parsed = parseIdentifier(identifier, '/');
  if (!isFetchable(parsed)) throw new Error(identifier);
  const { accept } = command === 'add' ? { accept: undefined, ...(await runtime.packages.open(parsed)) } : await runtime.packages.renew(parsed); // prettier-ignore
  await accept?.();
}

const leftIn = (...names: readonly string[]): string[] =>
  existsSync(project.place(...names)) ? readdirSync(project.place(...names)).filter((name) => name !== '.keep') : [];

it(`keeps lock file and store whole through ${KILLS} kills of add and update (seed ${process.env['SEED']})`, async () => {
  project.publish('1.0.0');
  await project.commit('v');
  expect(await project.run('add', ...ADDED)).toMatchObject({ code: 0 });
  const usual = await measureAttempts();
  let begun = 0;
  for (let round = 1; round <= KILLS; round++) {
    const kind = Math.floor(Math.random() * ATTEMPTS.length);
    const attempt = await (ATTEMPTS[kind] as (typeof ATTEMPTS)[number])(round + KILLS * 2);
    const { [attempt.identifier]: old, ...others } = project.locked();
    await killWithin(usual[kind] ?? 0, attempt);
    const { [attempt.identifier]: found, ...untouched } = project.locked();
    expect(untouched).toEqual(others);
    if (JSON.stringify(found) === JSON.stringify(old)) begun++;
    await expectSound();
    await finishAttempt(attempt);
    expect(project.locked()[attempt.identifier]).not.toEqual(old);
    await expectSound();
    expect(leftIn('home', 'store', 'tmp')).toEqual([]);
  }
  expect(begun).toBeGreaterThan(0);
  await expectNothingLeft();
}, 3_600_000);

/** Some of it is not removed before it is a minute old. */
async function expectNothingLeft(): Promise<void> {
  const halves = leftIn().filter((name) => name.endsWith('.tmp'));
  for (const name of halves) utimesSync(project.place(name), 1, 1);
  project.publish('9.0.0');
  expect(await project.run('update')).toMatchObject({ code: 0 });
  expect(await project.run('verify')).toMatchObject({ code: 0 });
  expect(await project.run('gc', '--all')).toMatchObject({ code: 0 });
  expect(leftIn().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(leftIn('tmp')).toEqual([]);
  expect(leftIn('home', 'store', 'tmp')).toEqual([]);
  expect(leftIn('home', 'store', 'leases')).toEqual([]);
}
