import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FarProject } from './__fixtures__/far-project';
import { runCommand, spawnCommand, type Finished } from './__fixtures__/spawn-command';

const KILLS = process.env['TORTURE'] ? 50 : 6;
const PACKAGES = ['npm:@acme/cow-provider', 'github:o/calf'] as const;

/** Folders in which somebody else works: without a network, with a home of his own. */
let project: FarProject;
beforeEach(async () => {
  project = await FarProject.start();
  project.publish('1.0.0');
  await project.commit('v1');
});
afterEach(() => project[Symbol.asyncDispose]());

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const namesIn = (...names: string[]): string[] => (existsSync(join(...names)) ? readdirSync(join(...names)) : []);

function elsewhere(place: string): NodeJS.ProcessEnv {
  const nowhere = { MEDIACONDUIT_MIRRORS: 'https://github.com/=/nowhere', npm_config_registry: 'http://127.0.0.1:1' };
  return { ...project.environment, ...nowhere, MEDIACONDUIT_HOME: join(place, 'home') };
}

const runIn = (place: string, ...words: string[]): Promise<Finished> =>
  runCommand(place, words, { environment: elsewhere(place) });

async function killWithin(ms: number, place: string, words: readonly string[], environment: NodeJS.ProcessEnv) {
  const child = spawnCommand(place, words, environment);
  await project.disturb(child, ms, () => child.kill('SIGKILL'));
}

async function took(work: () => Promise<Finished>): Promise<number> {
  const startedAt = performance.now();
  expect(await work()).toMatchObject({ code: 0 });
  return performance.now() - startedAt;
}

it(`keeps bundle, lock file and store whole through ${KILLS} kills of bundle and install --from (seed ${process.env['SEED']})`, async () => {
  expect(await project.run('add', ...PACKAGES)).toMatchObject({ code: 0 });
  const [here, whole] = [project.place(), project.place('all.tar')];
  const bundleMs = await took(() => project.run('bundle', '--out', whole));
  const [sum, lock] = [sha256(whole), readFileSync(project.place('mediaconduit.lock'), 'utf8')];
  await project.folder.write('first/package.json', '{}');
  const installMs = await took(() => runIn(project.place('first'), 'install', '--from', whole));
  const half = { bundle: 0, install: 0 };

  /** The file is not there before all of it is; halves are removed by the next one. */
  const killBundle = async (): Promise<void> => {
    const file = project.place('new.tar');
    await killWithin(bundleMs, here, ['bundle', '--out', file], project.environment);
    if (existsSync(file)) expect(sha256(file)).toBe(sum);
    else half.bundle++;
    expect(await project.run('bundle', '--out', file)).toMatchObject({ code: 0 });
    expect(sha256(file)).toBe(sum);
    expect(namesIn(here).filter((name) => name.startsWith(basename(file)))).toEqual([basename(file)]);
    rmSync(file);
  };

  /** The lock file names what is there, or nothing; and a collector leaves that alone. */
  const killInstall = async (round: number): Promise<void> => {
    const place = project.place(`there-${round}`);
    await project.folder.write(`there-${round}/package.json`, '{}');
    for (let kills = 1 + Math.floor(Math.random() * 2); kills > 0; kills--) {
      await killWithin(installMs, place, ['install', '--from', whole], elsewhere(place));
      if (!existsSync(join(place, 'mediaconduit.lock'))) half.install++;
      else {
        expect(readFileSync(join(place, 'mediaconduit.lock'), 'utf8')).toBe(lock);
        expect(await runIn(place, 'gc', '--all')).toMatchObject({ code: 0 });
        expect(await runIn(place, 'verify')).toMatchObject({ code: 0 });
      }
    }
    expect(await runIn(place, 'install', '--from', whole)).toMatchObject({ code: 0 });
    expect(await runIn(place, 'verify')).toMatchObject({ code: 0 });
    expect(readFileSync(join(place, 'mediaconduit.lock'), 'utf8')).toBe(lock);
    expect(namesIn(place, 'home', 'store', 'tmp')).toEqual([]);
  };

  for (let round = 0; round < KILLS; round++) await (round % 2 === 0 ? killBundle() : killInstall(round));
  expect(half.bundle + half.install).toBeGreaterThan(0);
}, 3_600_000);
