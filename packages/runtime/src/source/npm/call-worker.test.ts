import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NpmWorld, options } from './__fixtures__/npm-world';
import { gone, workersOf } from './__fixtures__/worker-processes';

jest.setTimeout(120_000); // every call starts a process

const ON_LINUX = process.platform === 'linux';
const onLinux = ON_LINUX ? it : it.skip;
const FETCHER_FILE = join(__dirname, '../../../dist/source/npm/npm-fetcher.js');

/** Its registry never answers; ends with the first request. */
function stall(world: NpmWorld): Promise<void> {
  return new Promise<void>((resolve) => {
    world.registry.misbehave = () => {
      resolve();
      return true;
    };
  });
}

describe('callWorker', () => {
  it('ends the process and empties the folder when the caller gives up', async () => {
    await using world = await NpmWorld.start();
    const asked = stall(world);
    const giveUp = new AbortController();
    const folder = world.target();
    const integrity = `sha512-${'A'.repeat(86)}==`;
    const resolution = { canonical: 'npm:cow@1.0.0', resolved: '', version: '1.0.0', integrity };
    const fetched = world.fetcher().fetch(resolution, folder, { signal: giveUp.signal });
    await asked;
    giveUp.abort(new DOMException('enough', 'AbortError'));
    await expect(fetched).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual([]);
    if (ON_LINUX) expect(workersOf(process.pid)).toEqual([]);
    await expect(world.fetcher().fetch(resolution, folder, { signal: giveUp.signal })).rejects.toThrow('enough');
  });

  onLinux('says so when the process ends without a word', async () => {
    await using world = await NpmWorld.start();
    const asked = stall(world);
    const resolved = world.resolve('npm:cow');
    await asked;
    for (const pid of workersOf(process.pid)) process.kill(pid, 'SIGKILL');
    await expect(resolved).rejects.toMatchObject({ code: 'MC_FETCH_FAILED', retryable: true });
  });

  onLinux('gives the process no secrets but those that an .npmrc names, and none on its command line', async () => {
    await using world = await NpmWorld.start();
    const asked = stall(world);
    const { host } = new URL(world.registry.url);
    world.npmrc(`registry=${world.registry.url}`, `//${host}/:_authToken=\${REGISTRY_TOKEN}`);
    Object.assign(world.environment, {
      REGISTRY_TOKEN: 'named-token',
      AWS_SECRET: 'hidden',
      NODE_OPTIONS: '--no-warnings',
    });
    const giveUp = new AbortController();
    const identifier = { kind: 'npm', name: 'cow', range: '*', canonical: 'npm:cow' } as const;
    const resolved = world.fetcher().resolve(identifier, { signal: giveUp.signal });
    await asked;
    const [pid] = workersOf(process.pid);
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    expect(environment).toContain('REGISTRY_TOKEN=named-token');
    expect(environment).not.toMatch(/AWS_SECRET|NODE_OPTIONS/);
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('named-token');
    expect(world.registry.requests[0]?.authorization).toBe('Bearer named-token');
    giveUp.abort();
    await expect(resolved).rejects.toBeDefined();
  });

  onLinux('leaves no process when ours is killed', async () => {
    await using world = await NpmWorld.start();
    const asked = stall(world);
    const { environment, folder: home, project: projectFolder } = world;
    const script = join(__dirname, '__fixtures__/fetch-for-ever.cjs');
    const fetcherOptions = JSON.stringify({ environment, home, projectFolder });
    const child = spawn(process.execPath, [script, FETCHER_FILE, fetcherOptions], { stdio: 'ignore' });
    await asked;
    const [worker = 0] = workersOf(child.pid ?? 0);
    expect(worker).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await gone(worker);
  });

  it('reads the home of the user, and never writes to an .npmrc', async () => {
    await using world = await NpmWorld.start();
    world.registry.publish({ name: 'cow' });
    const path = join(world.folder, 'user', '.npmrc');
    writeFileSync(path, `registry=${world.registry.url}\nsave-exact=true\n`);
    world.npmrc('');
    await world.fetcher().resolve({ kind: 'npm', name: 'cow', range: '*', canonical: 'npm:cow' }, options());
    expect(readFileSync(path, 'utf8')).toBe(`registry=${world.registry.url}\nsave-exact=true\n`);
    expect(readdirSync(join(world.folder, 'user'))).toEqual(['.npmrc']);
  });
});
