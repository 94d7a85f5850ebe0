import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { NpmWorld, options, WORKER_FILE } from './__fixtures__/npm-world';
import { gone, workersOf } from './__fixtures__/worker-processes';
import { SpareWorker } from './spare-worker';
import { workerEnvironment } from './worker-environment';

jest.setTimeout(60_000); // every test starts processes

const onLinux = process.platform === 'linux' ? it : it.skip;
const SPARE_FILE = path.join(__dirname, '../../../dist/source/npm/spare-worker.js');
const COW = { kind: 'npm', name: 'cow', range: '*', canonical: 'npm:cow' } as const;

async function worldWithCow(): Promise<NpmWorld> {
  const world = await NpmWorld.start();
  world.registry.publish({ name: 'cow' });
  return world;
}

function spareFor({ environment, project }: NpmWorld): SpareWorker {
  return new SpareWorker({ file: WORKER_FILE, environment: workerEnvironment(environment, project) });
}

describe('SpareWorker', () => {
  onLinux('does the first job of a fetcher; the next one starts a process of its own', async () => {
    await using world = await worldWithCow();
    using spare = spareFor(world);
    const [first] = workersOf(process.pid);
    const fetcher = world.fetcher(undefined, spare);
    const seen = new Set<number>();
    const look = (): boolean => {
      for (const pid of workersOf(process.pid)) seen.add(pid);
      return false;
    };
    world.registry.misbehave = look;
    await fetcher.resolve(COW, options());
    expect([...seen]).toEqual([first]);
    await fetcher.resolve(COW, options());
    expect(seen.size).toBe(2);
    expect(workersOf(process.pid)).toEqual([]);
  });

  onLinux('is not used for another environment, and ends when it is disposed', async () => {
    await using world = await worldWithCow();
    const spare = spareFor(world);
    const [pid = 0] = workersOf(process.pid);
    world.environment['npm_config_registry'] = world.registry.url;
    await world.fetcher(undefined, spare).resolve(COW, options());
    expect(workersOf(process.pid)).toEqual([pid]);
    spare[Symbol.dispose]();
    await gone(pid);
  });

  onLinux('is not used when it has ended', async () => {
    await using world = await worldWithCow();
    using spare = spareFor(world);
    const [pid = 0] = workersOf(process.pid);
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    await new Promise((resolve) => setTimeout(resolve, 50)); // until its end has come to us
    expect(await world.fetcher(undefined, spare).resolve(COW, options())).toMatchObject({ version: '1.0.0' });
  });

  it('is not used when its file is not there', async () => {
    await using world = await worldWithCow();
    const environment = workerEnvironment(world.environment, world.project);
    using spare = new SpareWorker({ file: path.join(world.folder, 'none.js'), environment });
    expect(await world.fetcher(undefined, spare).resolve(COW, options())).toMatchObject({ version: '1.0.0' });
  });

  it('keeps no program alive that forgets it', () => {
    const program = JSON.stringify({ file: WORKER_FILE, environment: {} });
    const code = `new (require(${JSON.stringify(SPARE_FILE)}).SpareWorker)(${program});`;
    expect(spawnSync(process.execPath, ['-e', code], { timeout: 20_000 })).toMatchObject({ status: 0, signal: null });
  });
});
