import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { SpareWorker } from './source/npm/spare-worker';
import { warmUpInstall } from './warm-up';

jest.mock('./source/npm/spare-worker');

const HASH = `t1-${'0'.repeat(64)}`;
const ENTRY = {
  resolution: { canonical: 'npm:cow@1.0.0', resolved: 'https://registry.example/cow.tgz', version: '1.0.0' },
  trees: { any: HASH },
  declared: { capabilities: [], environment: [] },
  scripts: [],
  allowedScripts: [],
};

async function project(lock: string) {
  const folder = await temporaryFolder();
  const projectFolder = path.join(folder.path, 'project');
  const home = path.join(folder.path, 'home');
  mkdirSync(projectFolder);
  if (lock !== '') writeFileSync(path.join(projectFolder, 'mediaconduit.lock'), lock);
  const warmUp = (): unknown => warmUpInstall({ projectFolder, environment: { MEDIACONDUIT_HOME: home } });
  return { home, warmUp, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

const lockOf = (providers: object): string => JSON.stringify({ formatVersion: 1, providers });

describe('warmUpInstall', () => {
  beforeEach(() => jest.mocked(SpareWorker).mockClear());

  it('starts a process when something that the lock file names is not there', async () => {
    await using world = await project(lockOf({ 'npm:cow': ENTRY }));
    expect(world.warmUp()).toBeInstanceOf(SpareWorker);
    mkdirSync(path.join(world.home, 'store', 'tree', HASH, 'files'), { recursive: true });
    expect(world.warmUp()).toBeUndefined();
    expect(SpareWorker).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['there is no lock file', ''],
    ['it names nothing', lockOf({})],
    ['it cannot be read', '{'],
    ['it is of a newer version', '{"formatVersion":99}'],
  ])('starts nothing when %s', async (_, lock) => {
    await using world = await project(lock);
    expect(world.warmUp()).toBeUndefined();
    expect(SpareWorker).not.toHaveBeenCalled();
  });
});
