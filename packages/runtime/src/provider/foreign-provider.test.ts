import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFakeServiceHandle, eventually } from '@mediaconduit/testkit';
import { FOREIGN_PROVIDER } from './__fixtures__/foreign-provider-code';
import { SERVICE_MANIFEST, testProject, type TestProject } from './__fixtures__/test-project';
import { adoptForeignProvider } from './foreign-provider';
import { refreshModels } from './listed-models';

const MANIFEST = `id: cow-docker-provider
name: Cow
type: local
capabilities: [TEXT_TO_TEXT]
serviceUrl: cow-service
main: src/index.ts
exportName: CowDockerProvider
`;

/** A project with a provider as they were written for the original core, and its service. */
async function foreignProject(options: Parameters<typeof testProject>[1] = {}): Promise<TestProject> {
  const serve = () => (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) =>
    void (request.method === 'GET' ? response.end('{"status":"healthy"}') : request.pipe(response));
  const project = await testProject({}, { serve, ...options });
  await project.install('cow-service', { 'MediaConduit.service.yml': SERVICE_MANIFEST });
  await project.install('cow-docker-provider', { 'MediaConduit.provider.yml': MANIFEST, 'index.js': FOREIGN_PROVIDER });
  return project;
}

describe('adoptForeignProvider', () => {
  it('shows a provider of the original core its port before any start, and that port keeps answering', async () => {
    await using project = await foreignProject();
    const provider = await project.runtime.providers.getProvider('cow-docker-provider');
    const seen = provider as unknown as { handleName: string; portAtConstruction: number };
    expect(seen.handleName).toBe('ConfigurableDockerService');
    expect(seen.portAtConstruction).toBeGreaterThan(0);
    const model = await provider.getModel('cow-default');
    await expect(model.transform('moo')).resolves.toEqual({ content: '{"text":"moo"}' });
    await eventually(async () => expect((await project.engine.list())[0]?.state).toBe('running'));
    project.engine.crash('cow-service');
    await expect(model.transform('again')).resolves.toEqual({ content: '{"text":"again"}' });
  });

  it('starts the service in the background, so that a model is available without startService()', async () => {
    await using project = await foreignProject();
    const provider = await project.runtime.providers.getProvider('cow-docker-provider');
    await expect((await provider.getModel('cow-default')).isAvailable()).resolves.toBe(true);
    expect(project.engine.calls).toEqual(['ensure cow-service']);
  });

  it('loads also when the service cannot start', async () => {
    await using project = await foreignProject({ fail: () => new Error('no Docker') });
    const provider = await project.runtime.providers.getProvider('cow-docker-provider');
    await expect((await provider.getModel('cow-default')).isAvailable()).resolves.toBe(false);
  });

  it('lets getModel() be called on without awaiting it, and leaves the instance its own', async () => {
    await using project = await foreignProject();
    const provider = await project.runtime.providers.getProvider('cow-docker-provider');
    expect(provider.constructor.name).toBe('CowDockerProvider');
    const promise = provider.getModel('cow-default');
    expect(promise).toMatchObject({ id: 'cow-default', name: 'cow-default' });
    await expect(promise.transform('moo')).resolves.toEqual({ content: '{"text":"moo"}' });
    await expect(promise.isAvailable()).resolves.toBe(true);
    await expect(provider.getModel('none')).rejects.toThrow('Model none not found');
    expect(provider.models).toEqual([]);
    Object.assign(provider, { models: [{ id: 'x' }] });
    expect(provider.models).toEqual([{ id: 'x' }]);
  });

  it('tells both hooks the address, at load and after every start', async () => {
    await using project = await foreignProject();
    const provider = await project.runtime.providers.getProvider('cow-docker-provider');
    const hooks = (provider as unknown as { hooks: string[] }).hooks;
    await eventually(async () => expect(hooks).toEqual(['ready', 'configured', 'ready', 'configured']));
    await provider.stopService?.();
    await provider.startService?.();
    await eventually(async () => expect(hooks).toHaveLength(6));
  });

  it('tells a hook that fails as a warning', async () => {
    const failed: unknown[] = [];
    const methods = { configure: 0, isAvailable: 0, getModelsForCapability: 0, getModel: 0, getHealth: 0 };
    const instance = {
      ...{ id: 'cow', name: 'Cow', type: 'local', capabilities: [] },
      ...Object.fromEntries(Object.keys(methods).map((name) => [name, () => Promise.resolve()])),
      onServiceReady: () => Promise.reject(new Error('not that fast')),
    };
    const service = createFakeServiceHandle();
    adoptForeignProvider(instance, { id: 'cow' }, { service, onHookFailed: (error) => failed.push(error) });
    await eventually(async () => expect(failed).toContainEqual(expect.objectContaining({ message: 'not that fast' })));
  });

  it('asks its service for the models that it does not list', async () => {
    const service = createFakeServiceHandle({ baseUrl: 'http://127.0.0.1:4711' });
    const found: object[] = [];
    const instance = {
      ...{ id: 'cow', name: 'Cow', type: 'local', capabilities: ['text-to-text', 'text-to-image'], models: [] },
      configure: async () => void (found[0] = { id: 'moo', name: 'Moo', capabilities: ['text-to-text'] }),
      ...{ isAvailable: () => true, getModelsForCapability: () => found, getModel: () => ({}), getHealth: () => ({}) },
      refreshModels: () => undefined, // of its own, and something else
    };
    const provider = adoptForeignProvider(instance, { id: 'cow' }, { service });
    await expect(refreshModels(provider)).resolves.toEqual([
      { id: 'moo', name: 'Moo', capabilities: ['text-to-text'] },
    ]);
  });

  it('configures one without hooks, which reads the address then, and with nothing but the address', async () => {
    const configured: unknown[] = [];
    const instance = {
      ...{ id: 'cow', name: 'Cow', type: 'local', capabilities: [] },
      configure: (config: unknown) => configured.push(config),
      ...{
        isAvailable: () => true,
        getModelsForCapability: () => [],
        getModel: () => undefined,
        getHealth: () => ({}),
      },
    };
    const service = createFakeServiceHandle({ baseUrl: 'http://127.0.0.1:4711' });
    adoptForeignProvider(instance, { id: 'cow' }, { service });
    await eventually(async () => expect(configured.length).toBeGreaterThan(0));
    expect(configured[0]).toEqual({ baseUrl: expect.stringMatching(/^http:\/\/localhost:\d+$/) });
    const alone = { ...instance, configure: () => configured.push('alone') };
    adoptForeignProvider(alone, { id: 'cow' });
    expect(configured).not.toContain('alone');
  });

  it('keeps what its user has set when its service starts again', async () => {
    const configured: unknown[] = [];
    const instance = {
      ...{ id: 'cow', name: 'Cow', type: 'local', capabilities: [] },
      configure: (config: unknown) => configured.push(config),
      ...{ isAvailable: () => true, getModelsForCapability: () => [], getModel: () => ({}), getHealth: () => ({}) },
    };
    const service = createFakeServiceHandle({ baseUrl: 'http://127.0.0.1:4711' });
    const provider = adoptForeignProvider(instance, { id: 'cow' }, { service });
    await eventually(async () => expect(configured.at(-1)).toEqual({ baseUrl: 'http://localhost:4711' }));
    configured.length = 0;
    await provider.configure({ timeout: 5 });
    service.moveTo('http://127.0.0.1:4711');
    service.moveTo('http://127.0.0.1:4712');
    await eventually(async () => expect(configured).toHaveLength(2));
    expect(configured).toEqual([{ timeout: 5 }, { baseUrl: 'http://localhost:4712', timeout: 5 }]);
  });

  it('rejects when getModel() throws at once', async () => {
    await using project = await foreignProject();
    const provider = await project.runtime.providers.getProvider('cow-docker-provider');
    const { id, name, type, capabilities } = provider;
    const throwing = {
      ...{ id, name, type, capabilities },
      configure: () => undefined,
      isAvailable: () => undefined,
      getModelsForCapability: () => [],
      getHealth: () => undefined,
      getModel: () => {
        throw new Error('call configure() first');
      },
    };
    const adopted = adoptForeignProvider(throwing, { id });
    await expect(adopted.getModel('x')).rejects.toThrow('call configure() first');
  });

  it.each(['^0.1.0', '^0.1.6', '^0.1.8', '^1.0.0', '>=1.0.0'])('takes one that asks for the core %s', async (range) => {
    await using project = await foreignProject();
    const core = { '@mediaconduit/mediaconduit': range };
    await project.install('cow-docker-provider', {
      'package.json': JSON.stringify({
        ...{ name: 'cow-docker-provider', version: '1.0.0', main: 'index.js', peerDependencies: core },
        mediaconduit: { minimumVersion: '1.0.0', compatibility: '1.x', provider: { id: 'cow', type: 'TextToText' } },
      }),
    });
    const provider = await project.runtime.providers.getProvider('cow-docker-provider');
    expect(provider.id).toBe('cow-docker-provider');
    expect(project.warnings).toEqual([]);
  });

  it('asks for the contract of one that extends our BaseProvider, and starts nothing', async () => {
    await using project = await foreignProject();
    const sdk = JSON.stringify(require.resolve('@mediaconduit/sdk'));
    const code = `module.exports = class CowProvider extends require(${sdk}).BaseProvider {};`;
    const folder = await project.install('cow-docker-provider', {
      'MediaConduit.provider.yml': MANIFEST,
      'index.js': code,
    });
    await expect(project.runtime.providers.getProvider('cow-docker-provider')).rejects.toMatchObject({
      code: 'MC_MANIFEST_INVALID',
      exitCode: 4,
      message: expect.stringContaining('says no contract'),
      hint: 'add contract: 1',
      facts: { provider: 'cow-docker-provider', file: path.join(folder, 'MediaConduit.provider.yml'), contract: 1 },
    });
    expect(project.engine.calls).toEqual([]);
  });

  it('is found by the id that it calls itself and by that of its manifest', async () => {
    await using project = await testProject();
    const alone = MANIFEST.replace('serviceUrl: cow-service\n', '');
    const code = FOREIGN_PROVIDER.replace('this.id = "cow-docker-provider"', 'this.id = "cow"');
    const files = { 'MediaConduit.provider.yml': alone, 'index.js': code };
    const folder = await project.install('elsewhere', files);
    await writeFile(path.join(project.folder, 'package.json'), '{}'); // not installed: only its folder leads to it
    const { providers } = project.runtime;
    const provider = await providers.getProvider(folder);
    await expect(providers.getProvider('cow')).resolves.toBe(provider);
    await expect(providers.getProvider('cow-docker-provider')).resolves.toBe(provider);
    expect([providers.hasProvider('cow'), providers.hasProvider('cow-docker-provider')]).toEqual([true, true]);
  });

  it('loads a local provider that needs no service', async () => {
    await using project = await testProject();
    const alone = MANIFEST.replace('serviceUrl: cow-service\n', '');
    await project.install('cow-docker-provider', { 'MediaConduit.provider.yml': alone, 'index.js': FOREIGN_PROVIDER });
    const provider = await project.runtime.providers.getProvider('cow-docker-provider');
    await expect(provider.isAvailable()).resolves.toBe(true);
    expect(project.engine.calls).toEqual([]);
  });
});
