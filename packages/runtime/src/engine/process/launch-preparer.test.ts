import type { ProcessDefinition, ServiceEngine } from '@mediaconduit/sdk';
import { serviceDefinition, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { FolderUses } from '../../cache/folder-uses';
import { createProcessEngine } from './process-engine';
import { homeWriteError } from './process-errors';

const { signal } = new AbortController();

const PROGRAM = `require('node:http').createServer((_, r) => r.end(process.env.MOO_CACHE)).listen(0, '127.0.0.1', function () {
  process.send({ type: 'listening', port: this.address().port });
})`;

const BLOCK: ProcessDefinition = { command: ['node', '-e', PROGRAM], port: 'ipc', environment: {} };

const CACHE = { variable: 'MOO_CACHE', layout: 'whole' } as const;

describe('LaunchPreparer', () => {
  let folder: TemporaryFolder;
  let home: string;
  let engine: ServiceEngine | undefined;
  beforeEach(async () => {
    folder = await temporaryFolder();
    home = path.join(folder.path, 'home');
  });
  afterEach(async () => {
    await engine?.close();
    await folder[Symbol.asyncDispose]();
  });

  async function cacheSeen(own: NodeJS.ProcessEnv, block: Partial<ProcessDefinition> = {}, more = {}): Promise<string> {
    engine = createProcessEngine({ home, environment: { ...process.env, ...own } });
    const definition = serviceDefinition({
      folder: folder.path,
      process: { ...BLOCK, ...block },
      cache: CACHE,
      ...more,
    });
    const { baseUrl } = await engine.ensure(definition, { signal });
    return (await fetch(baseUrl)).text();
  }

  it('names a cache folder of the service in the home, for its owner only', async () => {
    const cache = path.join(home, 'cache', 'test-service');
    expect(await cacheSeen({})).toBe(cache);
    expect((await stat(cache)).mode & 0o777).toBe(0o700);
  });

  it('gives a service of a stack the folder of the service itself', async () => {
    const definition = { id: 'farm-moo', cache: { ...CACHE, owner: 'moo-service' } };
    expect(await cacheSeen({}, {}, definition)).toBe(path.join(home, 'cache', 'moo-service'));
  });

  it('leaves the choice to the definition, and the last word to the user', async () => {
    const environment = { MOO_CACHE: '/of/the/definition' };
    expect(await cacheSeen({}, { environment })).toBe('/of/the/definition');
    await engine?.close();
    expect(await cacheSeen({ MOO_CACHE: '/of/the/user' }, { environment })).toBe('/of/the/user');
  });

  it('notes what a program uses as long as it runs', async () => {
    await cacheSeen({});
    const uses = new FolderUses(home);
    expect(await uses.list()).toMatchObject([
      { service: 'test-service', folders: [path.join(home, 'cache', 'test-service')] },
    ]);
    await engine?.close();
    expect(await uses.list()).toEqual([]);
  });

  it('misses no port that is told at once, while the use of a folder is noted', async () => {
    const say = `const server = require('node:http').createServer().listen(0, '127.0.0.1', () => console.log('port ' + server.address().port))`;
    const block = { ...BLOCK, command: ['node', '-e', say], port: { log: 'port (\\d+)' } };
    const cache = { variable: 'MOO_CACHE', layout: 'whole' } as const;
    const own = createProcessEngine({ home });
    engine = own;
    const starts = Array.from({ length: 6 }, (_, index) =>
      own.ensure(serviceDefinition({ id: `moo-${index}`, folder: folder.path, process: block, cache }), { signal }),
    );
    await expect(Promise.all(starts)).resolves.toHaveLength(6);
  });

  it('says when the folder cannot be made', async () => {
    await folder.write('home/cache', 'a file is in the way');
    await expect(cacheSeen({})).rejects.toMatchObject({
      code: 'MC_HOME_UNUSABLE',
      facts: { service: 'test-service', home, reason: expect.stringMatching(/^E(EXIST|NOTDIR)$/) },
    });
  });

  it.each([
    [['MOO_CACHE'], '/of/the/user'],
    [['MOO_*'], '/of/the/user'],
    [['COW_*', 'MOO_CACH'], '/of/the/definition'],
    [undefined, '/of/the/definition'],
  ])('passes on the variables of the user that the definition names: %p', async (inherit, seen) => {
    engine = createProcessEngine({ home, environment: { ...process.env, MOO_CACHE: '/of/the/user' } });
    const environment = { MOO_CACHE: '/of/the/definition' };
    const definition = serviceDefinition({ folder: folder.path, process: { ...BLOCK, environment, inherit } });
    const { baseUrl } = await engine.ensure(definition, { signal });
    expect(await (await fetch(baseUrl)).text()).toBe(seen);
  });

  it('makes nothing for a service that keeps nothing', async () => {
    engine = createProcessEngine({ home });
    await engine.ensure(serviceDefinition({ folder: folder.path, process: BLOCK }), { signal });
    await expect(readdir(home)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('homeWriteError', () => {
  it('knows a full disk, and keeps what is said already', () => {
    const full = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
    expect(homeWriteError(serviceDefinition(), '/home', full)).toMatchObject({ code: 'MC_DISK_FULL', cause: full });
    const known = homeWriteError(serviceDefinition(), '/home', new TypeError('odd'));
    expect(known.code).toBe('MC_HOME_UNUSABLE');
    expect(homeWriteError(serviceDefinition(), '/home', known)).toBe(known);
  });
});
