import { execFileSync } from 'node:child_process';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@mediaconduit/testkit';
import { MadeRepository } from '../git/__fixtures__/made-repository';
import { FarWorld, providerFiles, serviceFiles } from './__fixtures__/far-world';

let world: FarWorld;
beforeEach(async () => (world = await FarWorld.start()));
afterEach(() => world[Symbol.asyncDispose]());

const publishCow = (version = '1.0.0'): void => {
  const { 'package.json': _, ...files } = providerFiles('cow');
  world.registry.publish({ name: '@acme/cow-provider', version, files, manifest: { dependencies: { moo: '^1.0.0' } } });
};
const publishMoo = (): void => world.registry.publish({ name: 'moo', manifest: { scripts: { postinstall: 'boom' } } });

describe('a provider from a repository', () => {
  it('is fetched, locked and loaded, in any spelling', async () => {
    const commit = await world.commit('cow', providerFiles('cow'));
    const { providers } = world.runtime();
    const provider = await providers.getProvider('https://github.com/o/cow');
    expect(provider.id).toBe('cow');
    expect(await providers.getProvider('github:O/cow')).toBe(provider);
    expect(world.added).toEqual([
      expect.objectContaining({ identifier: 'github:o/cow', provider: 'cow', version: commit, scripts: [] }),
    ]);
    expect((await world.lock()).providers).toMatchObject({
      'github:o/cow': {
        provider: 'cow',
        contract: { min: 1, max: 1 },
        declared: { capabilities: ['text-to-text'], environment: [] },
        resolution: { canonical: `github:o/cow#${commit}`, resolved: 'https://github.com/o/cow.git', commit },
        trees: { any: expect.stringMatching(/^t1-[0-9a-f]{64}$/) },
        allowedScripts: [],
      },
    });
  });

  it('is found by its id, and without any network, once it is locked and stored', async () => {
    await world.commit('cow', providerFiles('cow'));
    await world.runtime().providers.getProvider('github:o/cow');
    await rm(join(world.folder.path, 'mirror'), { recursive: true });
    const { providers } = world.runtime();
    expect((await providers.getProvider('cow')).id).toBe('cow');
    expect((await providers.getProvider('github:o/cow')).id).toBe('cow');
    expect(world.added).toHaveLength(1);
  });

  it('stays at its commit until it is refreshed', async () => {
    const first = await world.commit('cow', providerFiles('cow'));
    await world.runtime().providers.getProvider('github:o/cow');
    const second = await world.commit('cow', providerFiles('cow', 'version: 2.0.0\n'));
    const { providers } = world.runtime();
    await providers.getProvider('github:o/cow');
    const commit = async (): Promise<unknown> => (await world.lock()).providers['github:o/cow']?.['resolution'];
    expect(await commit()).toMatchObject({ commit: first });
    expect(await providers.refreshProvider('github:o/cow')).toMatchObject({ version: '2.0.0' });
    expect(await commit()).toMatchObject({ commit: second });
  });

  it('keeps the lock file as it was when the new version breaks', async () => {
    await world.commit('cow', providerFiles('cow'));
    const { providers } = world.runtime();
    const old = await providers.getProvider('github:o/cow');
    const before = await world.lock();
    await world.commit('cow', providerFiles('cow', '', 'throw new Error("broken");'));
    await expect(providers.refreshProvider('github:o/cow')).rejects.toMatchObject({ code: 'MC_REFRESH_FAILED' });
    expect(await world.lock()).toEqual(before);
    expect(await providers.getProvider('cow')).toBe(old);
  });

  it.each([
    ['asked for first', ['github:o/cow', 'github:o/cow@v1']],
    ['asked for later', ['github:o/cow@v1', 'github:o/cow']],
  ])('leaves a tag where it is when the branch %s is refreshed', async (_when, identifiers) => {
    const repository = await MadeRepository.create(join(world.folder.path, 'mirror', 'o', 'cow.git'));
    const commit = await repository.branch('main', providerFiles('cow', 'version: 1.0.0\n'));
    await repository.ref('refs/tags/v1', commit);
    const { providers } = world.runtime();
    for (const identifier of identifiers) await providers.getProvider(identifier);
    const pinned = await providers.getProvider('github:o/cow@v1');
    await repository.branch('main', providerFiles('cow', 'version: 2.0.0\n'));
    const fresh = await providers.refreshProvider('https://github.com/O/cow');
    expect(fresh).not.toBe(pinned);
    expect(await providers.getProvider('github:o/cow')).toBe(fresh);
    expect(await providers.getProvider('cow')).toBe(fresh);
    expect(await providers.getProvider('github:o/cow@v1')).toBe(pinned);
    const { providers: locked } = await world.lock();
    expect(locked['github:o/cow@v1']).toMatchObject({ resolution: { commit } });
    expect(locked['github:o/cow']).not.toMatchObject({ resolution: { commit } });
    expect(await providers.refreshProvider('github:o/cow@v1')).not.toBe(fresh);
  });

  it('is fetched again when the store is removed while it is added', async () => {
    await world.commit('cow', providerFiles('cow'));
    const { events, providers } = world.runtime();
    const take = 'chmod -R u+w "$0" && rm -r "$0"';
    events.on('provider-added', () => void execFileSync('sh', ['-c', take, join(world.home, 'store', 'tree')]));
    expect((await providers.getProvider('github:o/cow')).id).toBe('cow');
  });

  it('is not what the entry of another one holds', async () => {
    await world.commit('cow', providerFiles('cow'));
    await world.commit('ox', providerFiles('ox'));
    for (const name of ['cow', 'ox']) await world.runtime().providers.getProvider(`github:o/${name}`);
    const lock = await world.lock();
    for (const trees of [lock.providers['github:o/ox']?.['trees'], {}]) {
      const mixed = { ...lock.providers['github:o/ox'], trees };
      await world.folder.write(
        'project/mediaconduit.lock',
        JSON.stringify({ providers: { ...lock.providers, 'github:o/cow': mixed } }),
      );
      const { packages, providers } = world.runtime();
      await expect(providers.getProvider('github:o/cow')).rejects.toMatchObject({
        code: 'MC_INTEGRITY',
        facts: { differs: 'package' },
      });
      expect(await packages.verify()).toContainEqual({ identifier: 'github:o/cow', state: 'another package' });
    }
  });

  it('gets what it depends on, and the service that it names', async () => {
    publishMoo();
    await world.commit('cow-service', serviceFiles);
    await world.commit('cow', {
      ...providerFiles('cow', 'service: github:o/cow-service\n', `require('moo');\n${providerFiles('x')['index.js']}`),
      'package.json': JSON.stringify({
        name: 'cow',
        version: '1.0.0',
        main: 'index.js',
        dependencies: { moo: '^1.0.0' },
      }),
    });
    await world.runtime().providers.getProvider('github:o/cow');
    const { providers } = await world.lock();
    expect(Object.keys(providers)).toEqual(['github:o/cow', 'github:o/cow-service']);
    expect(providers['github:o/cow']).toMatchObject({
      usesService: 'github:o/cow-service',
      dependencies: [{ name: 'moo', path: 'node_modules/moo' }],
      scripts: [{ package: 'moo', name: 'postinstall', command: 'boom' }],
    });
    expect(providers['github:o/cow-service']).toMatchObject({ service: 'cow-service' });
  });

  it('is not added when it is none, or for another contract', async () => {
    await world.commit('empty', { 'README.md': 'hello' });
    await world.commit('new', { ...providerFiles('new'), 'MediaConduit.provider.yml': 'contract: 99\nid: new\n' });
    const { providers } = world.runtime();
    await expect(providers.getProvider('github:o/empty')).rejects.toMatchObject({ code: 'MC_PROVIDER_INVALID' });
    await expect(providers.getProvider('github:o/new')).rejects.toMatchObject({ code: expect.stringMatching(/^MC_/) });
    await expect(world.lock()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a service from a repository', () => {
  it('is fetched once and then used again, also by its id', async () => {
    await world.commit('cow-service', serviceFiles);
    const { services } = world.runtime();
    const handle = await services.getService('github:o/cow-service', { dockerCompose: undefined });
    expect(await services.getService('https://github.com/O/cow-service.git')).toBe(handle);
    await rm(join(world.folder.path, 'mirror'), { recursive: true });
    const again = await world.runtime().services.getService('cow-service');
    expect(again.serviceId).toBe(handle.serviceId);
    expect(world.added).toMatchObject([{ identifier: 'github:o/cow-service', service: 'cow-service' }]);
  });

  it('brings the services that it depends on, and starts them before', async () => {
    const manifest = `${serviceFiles['MediaConduit.service.yml']}`;
    await world.commit('herd', {
      ...serviceFiles,
      'MediaConduit.service.yml': manifest.replace('cow-service', 'herd-service'),
    });
    await world.commit('cow-service', {
      ...serviceFiles,
      'MediaConduit.service.yml': `${manifest}dependsOn: ["github:o/herd"]\n`,
    });
    const runtime = world.runtime();
    const started: string[] = [];
    runtime.events.on('service-started', ({ name }) => started.push(name));
    await expect((await runtime.services.getService('github:o/cow-service')).startService()).resolves.toBe(true);
    expect(started).toEqual(['herd-service', 'cow-service']);
    expect(Object.keys((await world.lock()).providers)).toEqual(['github:o/cow-service', 'github:o/herd']);
  });

  it('is what {NAME}_SERVICE_URL says', async () => {
    await world.commit('cow-service', serviceFiles);
    await world.commit('other', {
      ...serviceFiles,
      'MediaConduit.service.yml': `${serviceFiles['MediaConduit.service.yml']}`.replace('cow-service', 'other-service'),
    });
    const runtime = world.runtime({ COW_SERVICE_URL: 'github:o/other' });
    expect((await runtime.services.getService('github:o/cow-service')).serviceId).toBe('other-service');
  });
});

describe('a provider from a registry', () => {
  it('is pinned with all that it depends on, and restored exactly so', async () => {
    publishMoo();
    publishCow();
    await world.runtime().providers.getProvider('@acme/cow-provider@^1');
    const before = await world.lock();
    expect(before.providers['npm:@acme/cow-provider@^1']).toMatchObject({
      resolution: { canonical: 'npm:@acme/cow-provider@1.0.0', integrity: expect.stringMatching(/^sha512-/) },
      dependencies: [{ name: 'moo', version: '1.0.0', integrity: expect.stringMatching(/^sha512-/) }],
    });
    publishCow('1.5.0');
    world.registry.publish({ name: 'moo', version: '1.9.0' });
    const { providers } = world.runtime({}, join(world.folder.path, 'other-home'));
    expect(await providers.getProvider('cow')).toMatchObject({ id: 'cow' });
    expect(await world.lock()).toEqual(before);
    expect(world.added).toHaveLength(1);
  });

  it('is one fetch for sixteen that ask at once, and for two programs', async () => {
    publishMoo();
    publishCow();
    const programs = [world.runtime(), world.runtime()];
    const asked = programs.flatMap(({ providers }) =>
      Array.from({ length: 16 }, () => providers.getProvider('@acme/cow-provider')),
    );
    expect(new Set(await Promise.all(asked)).size).toBe(2);
    expect(world.registry.asked.filter((path) => path.includes('cow-provider-1.0.0.tgz'))).toHaveLength(1);
    expect(world.added).toHaveLength(1);
  });

  it.each(['tree', 'integrity'] as const)('is refused when its %s is not what the lock says', async (what) => {
    publishMoo();
    publishCow();
    await world.runtime().providers.getProvider('@acme/cow-provider');
    const file = join(world.project, 'mediaconduit.lock');
    const text = await readFile(file, 'utf8');
    const changed =
      what === 'tree'
        ? text.replace(/t1-[0-9a-f]{64}/, `t1-${'0'.repeat(64)}`)
        : text.replace(/sha512-[^"]+(?=",\s+"publishedAt)/, `sha512-${Buffer.alloc(64).toString('base64')}`);
    expect(changed).not.toBe(text);
    await writeFile(file, changed);
    const { providers } = world.runtime({}, join(world.folder.path, 'other-home'));
    await expect(providers.getProvider('@acme/cow-provider')).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
    expect(await readFile(file, 'utf8')).toBe(changed);
  });

  it('is healed from its source when its files in the store were changed', async () => {
    publishMoo();
    publishCow();
    const first = world.runtime();
    await first.providers.getProvider('@acme/cow-provider');
    const identifier = {
      kind: 'npm',
      name: '@acme/cow-provider',
      range: '*',
      canonical: 'npm:@acme/cow-provider',
    } as const;
    const { folder } = await first.packages.open(identifier);
    const code = join(folder, 'index.js');
    await chmod(code, 0o644);
    await writeFile(code, 'throw new Error("changed");');
    const { providers } = world.runtime();
    expect((await providers.getProvider('@acme/cow-provider')).id).toBe('cow');
    expect((await stat(code)).mode & 0o222).toBe(0);
  });
});

describe('the lock file', () => {
  it('is enforced where nothing may be added', async () => {
    await world.commit('cow', providerFiles('cow'));
    const frozen = { MEDIACONDUIT_FROZEN_LOCK: '1' };
    const open = (): Promise<unknown> => world.runtime(frozen).providers.getProvider('github:o/cow');
    await expect(open()).rejects.toMatchObject({ code: 'MC_NOT_LOCKED' });
    await world.runtime().providers.getProvider('github:o/cow');
    await expect(open()).resolves.toMatchObject({ id: 'cow' });
    await expect(world.runtime(frozen).providers.refreshProvider('cow')).resolves.toMatchObject({ id: 'cow' });
  });

  it.each([
    ['a newer version', '{"formatVersion": 2}', 'update'],
    ['half an entry, which is named', '{"providers": {"github:o/cow": {"trees": {}}}}', 'restore', '"github:o/cow"'],
  ])('of %s is refused and kept', async (_what, text, hint, named = '') => {
    await world.commit('cow', providerFiles('cow'));
    await world.folder.write('project/mediaconduit.lock', text);
    await expect(world.runtime().providers.getProvider('github:o/cow')).rejects.toMatchObject({
      code: 'MC_CONFIG_INVALID',
      message: expect.stringContaining(named),
      hint: expect.stringContaining(hint),
    });
    expect(await readFile(join(world.project, 'mediaconduit.lock'), 'utf8')).toBe(text);
  });
});

it('ends a fetch when its runtime is closed', async () => {
  publishCow();
  world.registry.misbehave = () => true; // never answers
  const runtime = world.runtime();
  const asked = runtime.providers.getProvider('@acme/cow-provider');
  const refused = expect(asked).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
  await eventually(async () => expect(world.registry.asked).not.toEqual([]));
  await runtime.close();
  await refused;
});
