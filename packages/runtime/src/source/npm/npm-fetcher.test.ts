import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { makeTarball } from '@mediaconduit/testkit';
import { NpmWorld, options } from './__fixtures__/npm-world';

jest.setTimeout(120_000); // every call starts a process

let world: NpmWorld;
beforeEach(async () => {
  world = await NpmWorld.start();
});
afterEach(() => world[Symbol.asyncDispose]());

const modules = (folder: string, path = '.'): string[] => readdirSync(join(folder, 'node_modules', path)).sort();
const manifestOf = (folder: string, name: string): { version: string } =>
  JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };

describe('NpmFetcher.resolve', () => {
  it('finds the version that a range, a tag or nothing means', async () => {
    for (const version of ['1.0.0', '1.2.0', '2.0.0']) world.registry.publish({ name: '@acme/cow', version });
    const resolution = await world.resolve('@acme/cow@^1');
    expect(resolution).toEqual({
      canonical: 'npm:@acme/cow@1.2.0',
      resolved: `${world.registry.url}@acme/cow/-/cow-1.2.0.tgz`,
      version: '1.2.0',
      integrity: expect.stringMatching(/^sha512-/) as string,
      publishedAt: '2026-01-02T03:04:05.000Z',
      sizeBytes: 1000,
    });
    expect((await world.resolve('@acme/cow')).version).toBe('2.0.0');
    expect((await world.resolve('npm:@acme/cow@latest')).version).toBe('2.0.0');
  });

  it.each(['npm:nobody', '@acme/cow@^9', '@acme/cow@missing-tag'])('says that there is no %s', async (text) => {
    world.registry.publish({ name: '@acme/cow' });
    await expect(world.resolve(text)).rejects.toMatchObject({ code: 'MC_SOURCE_NOT_FOUND', retryable: false });
  });

  it('says so when the registry is not there, after three attempts', async () => {
    world.npmrc('registry=http://127.0.0.1:9/');
    await expect(world.resolve('npm:cow')).rejects.toMatchObject({ code: 'MC_FETCH_FAILED', retryable: true });
  });

  it('tries again what the registry failed at', async () => {
    world.registry.publish({ name: 'cow' });
    let faults = 2;
    world.registry.misbehave = (_request, response) => {
      if (faults === 0) return false;
      faults -= 1;
      response.writeHead(503).end();
      return true;
    };
    expect((await world.resolve('npm:cow')).version).toBe('1.0.0');
    expect(world.registry.asked).toHaveLength(3);
  });
});

describe('NpmFetcher.fetch', () => {
  it('puts a package and its production dependencies into the folder', async () => {
    const { registry } = world;
    registry.publish({ name: 'deep', version: '1.0.0' });
    registry.publish({ name: 'deep', version: '2.0.0' });
    registry.publish({ name: 'a', manifest: { dependencies: { deep: '^1' }, devDependencies: { never: '1' } } });
    registry.publish({ name: 'peer' });
    const dependencies = { a: '^1', deep: '^2', alias: 'npm:deep@1' };
    const manifest = { dependencies, devDependencies: { missing: '1' }, peerDependencies: { peer: '1' } };
    registry.publish({ name: '@acme/cow', manifest });
    const tree = await world.fetch('@acme/cow');
    expect(modules(tree.folder)).toEqual(['a', 'alias', 'deep', 'peer']);
    expect(modules(tree.folder, 'a/node_modules')).toEqual(['deep']);
    expect(manifestOf(tree.folder, 'deep').version).toBe('2.0.0');
    expect(tree.dependencies?.map(({ path, name, version }) => `${path} ${name}@${version}`)).toEqual([
      'node_modules/a a@1.0.0',
      'node_modules/a/node_modules/deep deep@1.0.0',
      'node_modules/alias deep@1.0.0',
      'node_modules/deep deep@2.0.0',
      'node_modules/peer peer@1.0.0',
    ]);
  });

  it('makes the same tree again from what is pinned, without asking for metadata', async () => {
    const { registry } = world;
    registry.publish({ name: 'a', version: '1.0.0' });
    registry.publish({ name: 'cow', manifest: { dependencies: { a: '^1' } } });
    const { folder: first, resolution, dependencies } = await world.fetch('npm:cow');
    registry.publish({ name: 'a', version: '1.1.0' });
    world.environment['npm_config_cache'] = join(world.folder, 'other-cache');
    registry.requests.length = 0;
    const folder = world.target();
    const again = await world.fetcher().fetch(resolution, folder, { ...options(), dependencies });
    expect(again.dependencies).toEqual(dependencies);
    expect(manifestOf(folder, 'a')).toEqual(manifestOf(first, 'a'));
    expect(registry.asked.sort()).toEqual(['/a/-/a-1.0.0.tgz', '/cow/-/cow-1.0.0.tgz']);
    registry.requests.length = 0;
    await world.fetcher().fetch(resolution, world.target(), { ...options(), dependencies });
    expect(registry.asked).toEqual([]);
  });

  it('leaves out what the host gives, wherever it is asked for, and lists it', async () => {
    const { registry } = world;
    const core = '@mediaconduit/mediaconduit';
    registry.publish({ name: 'kit', manifest: { dependencies: { '@mediaconduit/sdk': '^0.9.0' } } });
    const dependencies = { kit: '1', [core]: '^0.1.8' };
    const manifest = { dependencies, peerDependencies: { [core]: '^0.1.8', '@mediaconduit/sdk': '^1.0.0' } };
    registry.publish({ name: 'cow', manifest });
    const tree = await world.fetch('npm:cow');
    expect(modules(tree.folder)).toEqual(['kit']);
    expect(tree.hostPackages).toEqual([
      { name: core, from: '.', range: '^0.1.8' },
      { name: core, from: '.', range: '^0.1.8' },
      { name: '@mediaconduit/sdk', from: '.', range: '^1.0.0' },
      { name: '@mediaconduit/sdk', from: 'node_modules/kit', range: '^0.9.0' },
    ]);
    expect(registry.asked.filter((path) => path.includes('@mediaconduit'))).toEqual([]);
  });

  it('installs in spite of peers that do not fit each other', async () => {
    const { registry } = world;
    for (const version of ['1.0.0', '2.0.0']) registry.publish({ name: 'core', version });
    registry.publish({ name: 'a', manifest: { peerDependencies: { core: '^1' } } });
    registry.publish({ name: 'cow', manifest: { dependencies: { a: '1', core: '^2' } } });
    expect(modules((await world.fetch('npm:cow')).folder)).toEqual(['a', 'core']);
  });

  it('leaves out, but pins, what is for another platform', async () => {
    const { registry } = world;
    registry.publish({ name: 'for-here', manifest: { os: [process.platform] } });
    registry.publish({ name: 'for-there', manifest: { os: ['aix'] } });
    const optionalDependencies = { 'for-here': '1', 'for-there': '1', gone: '1' };
    registry.publish({ name: 'cow', manifest: { optionalDependencies } });
    const tree = await world.fetch('npm:cow');
    expect(modules(tree.folder)).toEqual(['for-here']);
    expect(tree.dependencies?.map(({ name, platform }) => [name, platform?.os])).toEqual([
      ['for-here', [process.platform]],
      ['for-there', ['aix']],
    ]);
    const again = await world
      .fetcher()
      .fetch(tree.resolution, world.target(), { ...options(), dependencies: tree.dependencies });
    expect(again.dependencies).toEqual(tree.dependencies);
  });

  it('links programs beside the packages, by relative links that stay inside', async () => {
    const { registry } = world;
    const files = { 'run.js': '#!/usr/bin/env node\n' };
    registry.publish({ name: 'tool', manifest: { bin: { tool: './run.js', evil: '../../../../run.js' } }, files });
    registry.publish({ name: 'cow', manifest: { dependencies: { tool: '1' } } });
    const { folder } = await world.fetch('npm:cow');
    expect(modules(folder, '.bin')).toEqual(['evil', 'tool']);
    expect(readlinkSync(join(folder, 'node_modules/.bin/evil'))).toBe('../tool/run.js');
    expect(lstatSync(join(folder, 'node_modules/tool/run.js')).mode & 0o111).not.toBe(0);
  });

  it('keeps the packages that come bundled', async () => {
    const { registry } = world;
    registry.publish({ name: 'a' });
    const manifest = { dependencies: { own: '1', a: '1' }, bundleDependencies: ['own'] };
    const files = { 'node_modules/own/package.json': '{"name":"own","version":"1.0.0"}' };
    registry.publish({ name: 'cow', manifest, files });
    expect(modules((await world.fetch('npm:cow')).folder)).toEqual(['a', 'own']);
  });

  it('makes no node_modules where nothing is needed', async () => {
    world.registry.publish({ name: 'cow', files: { 'node_modules/left/index.js': '' } });
    expect(readdirSync((await world.fetch('npm:cow')).folder).sort()).toEqual(['index.js', 'package.json']);
  });

  it('tells what it does', async () => {
    world.registry.publish({ name: 'a' });
    world.registry.publish({ name: 'cow', manifest: { dependencies: { a: '1' } } });
    const said: string[] = [];
    await world.fetch('npm:cow', { onProgress: (text) => said.push(text) });
    expect(said).toEqual(['fetching cow@1.0.0', 'resolving the dependencies of cow@1.0.0', 'a@1.0.0 (1 of 1)']);
  });

  it.each([
    ['git', { x: 'git+https://127.0.0.1/x.git' }],
    ['GitHub', { x: 'owner/repository' }],
    ['URL', { x: 'http://127.0.0.1:9/x.tgz' }],
    ['file', { x: 'file:../x.tgz' }],
    ['folder', { x: 'file:../x' }],
    ['link', { x: 'link:../x' }],
    ['workspace', { x: 'workspace:^' }],
  ])('refuses %s dependencies, of the package and of others, by name', async (_kind, dependencies) => {
    const { registry } = world;
    registry.publish({ name: 'direct', manifest: { dependencies } });
    registry.publish({ name: 'a', manifest: { dependencies } });
    registry.publish({ name: 'indirect', manifest: { dependencies: { a: '1' } } });
    for (const name of ['direct', 'indirect']) {
      await expect(world.fetch(`npm:${name}`)).rejects.toMatchObject({
        code: 'MC_DEPENDENCY_SOURCE',
        message: expect.stringContaining('x') as string,
      });
    }
  });

  it('refuses a tarball that holds another package', async () => {
    const tarball = makeTarball({ 'package.json': '{"name":"other","version":"1.0.0"}' });
    world.registry.publish({ name: 'cow', tarball });
    await expect(world.fetch('npm:cow')).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
  });

  it('refuses pins that lead outside', async () => {
    world.registry.publish({ name: 'cow' });
    const { resolution } = await world.fetch('npm:cow');
    const pin = { name: 'cow', version: '1.0.0', resolved: resolution.resolved, integrity: resolution.integrity ?? '' };
    for (const path of [
      'node_modules/../../x',
      '/tmp/x',
      'x',
      'node_modules/.bin',
      'node_modules/a/../b',
      'node_modules//a',
    ]) {
      const folder = world.target();
      const fetched = world.fetcher().fetch(resolution, folder, { ...options(), dependencies: [{ ...pin, path }] });
      await expect(fetched).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
      expect(readdirSync(folder)).toEqual([]);
    }
  });
});
