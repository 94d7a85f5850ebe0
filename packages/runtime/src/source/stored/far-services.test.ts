import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceHandle } from '@mediaconduit/sdk';
import { requireFetchable, type FetchableIdentifier } from './fetchable-identifier';
import { FarWorld, providerFiles, serviceFiles } from './__fixtures__/far-world';

let world: FarWorld;
beforeEach(async () => (world = await FarWorld.start()));
afterEach(() => world[Symbol.asyncDispose]());

const SERVICE = 'service: github:o/cow-service\n';
const repository = (name: string): FetchableIdentifier => ({
  ...{ kind: 'git', url: `https://github.com/o/${name}.git` },
  ...{ repository: `github:o/${name}`, canonical: `github:o/${name}` },
});
const named = async (): Promise<string[]> => Object.keys((await world.lock().catch(() => undefined))?.providers ?? {});
const goOffline = (): Promise<void> => rm(join(world.folder.path, 'mirror'), { recursive: true });

async function commitCow(more = '', code?: string): Promise<void> {
  await world.commit('cow', providerFiles('cow', `${SERVICE}${more}`, code));
}
async function commitService(version = '1.0.0'): Promise<void> {
  const manifest = serviceFiles['MediaConduit.service.yml']?.replace('1.0.0', version) ?? '';
  await world.commit('cow-service', { ...serviceFiles, 'MediaConduit.service.yml': manifest });
}
async function addCow(): Promise<void> {
  await commitService();
  await commitCow();
  await world.runtime().packages.add(repository('cow'));
}

describe('the service of a provider from a repository', () => {
  it('is added with it, and known to every program from then on', async () => {
    await addCow();
    expect(await named()).toEqual(['github:o/cow', 'github:o/cow-service']);
    await goOffline();
    const { packages, providers, services } = world.runtime();
    expect((await services.definitions()).map(({ id }) => id)).toEqual(['cow-service']);
    expect(await services.define('cow-service', world.project)).toMatchObject({ id: 'cow-service', version: '1.0.0' });
    expect((await services.getService('github:O/cow-service')).serviceId).toBe('cow-service');
    expect(await packages.verify()).toMatchObject([{ state: 'sound' }, { state: 'sound' }]);
    expect((await providers.findBestProvider('text-to-text')).id).toBe('cow');
  });

  it('is known to a provider that is made by hand', async () => {
    await addCow();
    const files = Object.entries(providerFiles('calf', SERVICE));
    for (const [name, text] of files) await world.folder.write(`project/node_modules/calf-provider/${name}`, text);
    const runtime = world.runtime();
    const { service } = runtime.contextFor(join(world.project, 'node_modules/calf-provider'));
    expect(service?.serviceId).toBe('cow-service');
  });

  it('may lie in the repository of the provider', async () => {
    const files = Object.entries(serviceFiles).map(([name, text]) => [`service/${name}`, text]);
    await world.commit('cow', { ...providerFiles('cow', 'service: ./service\n'), ...Object.fromEntries(files) });
    await world.runtime().packages.add(repository('cow'));
    expect(await named()).toEqual(['github:o/cow']);
    expect((await world.runtime().services.definitions()).map(({ id }) => id)).toEqual(['cow-service']);
  });

  it('has no entry of its own where it is a dependency, which comes with its provider', async () => {
    const { 'package.json': _, ...files } = providerFiles('cow', "service: '@acme/cow-service'\n");
    const manifest = { main: 'index.js', dependencies: { '@acme/cow-service': '^1.0.0' } };
    world.registry.publish({ name: '@acme/cow-provider', files, manifest });
    for (const version of ['1.0.0', '2.0.0'])
      world.registry.publish({ name: '@acme/cow-service', version, files: serviceFiles });
    const { packages, services } = world.runtime();
    await packages.add(requireFetchable('npm:@acme/cow-provider'));
    expect(await named()).toEqual(['npm:@acme/cow-provider']);
    const [definition, ...others] = await services.definitions();
    expect([definition?.id, others]).toEqual(['cow-service', []]);
    expect(definition?.folder).toContain(join('node_modules', '@acme', 'cow-service'));
    await packages.update();
    expect(await named()).toEqual(['npm:@acme/cow-provider']);
  });

  it('leaves nothing in the lock file when it cannot be had', async () => {
    await commitCow();
    await expect(world.runtime().packages.add(repository('cow'))).rejects.toMatchObject({
      code: 'MC_SOURCE_NOT_FOUND',
    });
    expect(await named()).toEqual([]);
  });

  it('leaves nothing in the lock file when the runtime is closed before it is there', async () => {
    await commitService();
    await commitCow();
    const runtime = world.runtime();
    const closed = new Promise<void>((resolve) => {
      runtime.events.once('provider-added', () => resolve(runtime.close()));
    });
    const added = expect(runtime.packages.add(repository('cow'))).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
    await closed;
    expect(await named()).toEqual([]);
    await added;
  });

  it('becomes new together with it, or not at all', async () => {
    await addCow();
    const versionOf = async (): Promise<string> => (await world.runtime().services.define('cow-service', '/')).version;
    const { providers } = world.runtime();
    await providers.getProvider('cow');
    await commitService('2.0.0');
    await commitCow('', 'throw new Error("broken");');
    const before = await world.lock();
    await expect(providers.refreshProvider('github:o/cow')).rejects.toMatchObject({ code: 'MC_REFRESH_FAILED' });
    expect([await world.lock(), await versionOf()]).toEqual([before, '1.0.0']);
    await commitCow('version: 2.0.0\n');
    const fresh = (await providers.refreshProvider('github:o/cow')) as unknown as Used;
    expect(await versionOf()).toBe('2.0.0');
    const { folder } = await world.runtime().services.define('cow-service', '/');
    expect(fresh.context.service.getServiceInfo().serviceDirectory).toBe(folder);
  }, 60_000);
});

interface Used {
  readonly context: { readonly service: ServiceHandle };
}

describe('{NAME}_SERVICE_URL', () => {
  it('is used without the source of the service', async () => {
    await commitCow();
    const runtime = world.runtime({ COW_SERVICE_URL: 'http://127.0.0.1:7' });
    await runtime.packages.add(repository('cow'));
    const { context } = (await runtime.providers.getProvider('github:o/cow')) as unknown as Used;
    expect(context.service.serviceId).toBe('cow-service');
    const defined = await runtime.services.define('github:o/cow-service', world.project);
    expect(defined).toMatchObject({ engines: ['remote'], url: 'http://127.0.0.1:7' });
    expect(await runtime.providers.refreshProvider('cow')).toMatchObject({ id: 'cow' });
    expect(await named()).toEqual(['github:o/cow']);
  });

  it('keeps the probe of a service that was fetched, and works without any network', async () => {
    await commitService();
    await world.commit('cow-service', {
      ...serviceFiles,
      'MediaConduit.service.yml': `${serviceFiles['MediaConduit.service.yml']}readiness: { path: /moo }\n`,
    });
    await world.runtime().services.getService('github:o/cow-service');
    await goOffline();
    const { services } = world.runtime({ COW_SERVICE_URL: 'http://127.0.0.1:7' });
    expect(await services.define('github:o/cow-service', world.project)).toMatchObject({
      ...{ id: 'cow-service', url: 'http://127.0.0.1:7', readiness: { path: '/moo' } },
    });
  });

  it('may name another repository', async () => {
    await world.commit('bull-service', serviceFiles);
    const { services } = world.runtime({ COW_SERVICE_URL: 'github:o/bull-service' });
    await services.getService('github:o/cow-service');
    expect(await named()).toEqual(['github:o/bull-service']);
  });

  it('that means nothing is refused, and the lock file stays', async () => {
    await commitCow();
    const { providers } = world.runtime({ COW_SERVICE_URL: 'git@github.com:o/cow.git' });
    await expect(providers.getProvider('github:o/cow')).rejects.toMatchObject({
      code: 'MC_IDENTIFIER_INVALID',
      message: expect.stringMatching(/^COW_SERVICE_URL: /),
    });
    const { services } = world.runtime({ COW_SERVICE_URL: 'localhost:8080' });
    await expect(services.getService('github:o/cow-service')).rejects.toMatchObject({
      hint: 'write COW_SERVICE_URL=http://localhost:8080',
    });
    const gone = world.runtime({ COW_SERVICE_URL: 'bull-service' });
    await expect(gone.services.getService('github:o/cow-service')).rejects.toMatchObject({
      ...{ code: 'MC_SERVICE_NOT_FOUND', facts: { variable: 'COW_SERVICE_URL' } },
    });
    expect(await named()).toEqual(['github:o/cow']);
  });
});

describe('a service that was fetched and then changed on disk', () => {
  const start = async (): Promise<string> => {
    const service = await world.runtime().services.getService('cow-service');
    const lease = await service.lease();
    lease.release();
    return service.getServiceInfo().serviceDirectory;
  };
  const change = async (folder: string): Promise<void> => {
    await chmod(join(folder, 'server.js'), 0o644);
    await writeFile(join(folder, 'server.js'), 'evil');
  };

  it('is what the lock file says before it is started', async () => {
    await addCow();
    const folder = await start();
    await change(folder);
    await new Promise((resolve) => setTimeout(resolve, 1100)); // what was just seen is believed for a second
    expect(await start()).toBe(folder);
    expect(await readFile(join(folder, 'server.js'), 'utf8')).toBe('');
  });

  it('is not started when it cannot be fetched again', async () => {
    await addCow();
    await change(await start());
    await goOffline();
    await expect(start()).rejects.toMatchObject({ code: expect.stringMatching(/^MC_/) });
  });
});
