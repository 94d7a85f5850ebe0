import { createFakeEngine, temporaryFolder } from '@mediaconduit/testkit';
import path from 'node:path';
import { createRuntime } from './create-runtime';
import { defaultRuntime, setDefaultRuntime } from './default-runtime';
import { EngineSet } from './engine/engine-set';
import { splitReference } from './open-model';
import { SERVICE_MANIFEST, testProject } from './provider/__fixtures__/test-project';
import { ProviderRegistry } from './provider/provider-registry';
import { ServiceRegistry } from './service/service-registry';

describe('createRuntime', () => {
  it('refuses an engine that does not exist', () => {
    expect(() => createRuntime({ environment: { MEDIACONDUIT_ENGINE: 'podman' } })).toThrow(
      expect.objectContaining({
        code: 'MC_CONFIG_INVALID',
        facts: { setting: 'MEDIACONDUIT_ENGINE', value: 'podman' },
      }),
    );
  });

  it('takes the engine of the caller before that of the environment', async () => {
    await using project = await testProject();
    const folder = await project.install('cow-service', { 'MediaConduit.service.yml': SERVICE_MANIFEST });
    const engines = new EngineSet({
      process: () => createFakeEngine(),
      docker: () => createFakeEngine({ name: 'docker' }),
    });
    const environment = { MEDIACONDUIT_ENGINE: 'docker' };
    await using named = createRuntime({ projectFolder: project.folder, environment, engines });
    const byEnvironment = await named.services.getService(folder);
    await expect(byEnvironment.request({ path: '/' })).rejects.toMatchObject({ hint: 'use --engine process' });
    await using chosen = createRuntime({ projectFolder: project.folder, environment, engine: 'auto', engines });
    const service = await chosen.services.getService(folder);
    const stop = new AbortController();
    const started = expect(service.lease({ signal: stop.signal })).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    stop.abort();
    await started;
  });

  it('has the engines of this machine, and makes none before it is needed', async () => {
    await using folder = await temporaryFolder();
    const home = path.join(folder.path, 'home');
    await using runtime = createRuntime({ projectFolder: folder.path, home, environment: {} });
    expect(runtime.engines.names).toEqual(['process', 'docker', 'remote']);
    expect(runtime).toMatchObject({ home, projectFolder: folder.path, closed: false });
    const names = (await runtime.engines.all()).map(({ name }) => name);
    expect(names).toEqual(['process', 'docker', 'remote']);
  });

  it('hooks into the end of the process with the first start, and lets go when it is closed', async () => {
    const before = process.listenerCount('SIGINT');
    await using project = await testProject();
    await project.install('cow-service', { 'MediaConduit.service.yml': SERVICE_MANIFEST });
    const service = await project.runtime.services.getService('cow-service');
    expect(process.listenerCount('SIGINT')).toBe(before);
    await service.startService();
    await service.restartService();
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    const closing = project.runtime.close();
    expect(project.runtime.closed).toBe(true);
    expect(project.runtime.close()).toBe(closing);
    await closing;
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('tells what the circuit breakers of its services do, and lets people open and close them', async () => {
    await using project = await testProject();
    await project.install('cow-service', { 'MediaConduit.service.yml': SERVICE_MANIFEST });
    const { runtime } = project;
    const states: string[] = [];
    runtime.events.on('breaker-state-changed', ({ name, currentState }) => states.push(`${name} ${currentState}`));
    const service = await runtime.services.getService('cow-service');
    await service.request({ path: '/' });
    const breaker = runtime.breakers.getAllBreakers().get('cow-service');
    breaker?.open();
    await expect(service.request({ path: '/' })).rejects.toMatchObject({ code: 'MC_CIRCUIT_OPEN' });
    expect(runtime.breakers.getSystemHealth()).toMatchObject({ status: 'unhealthy', openCircuits: ['cow-service'] });
    breaker?.reset();
    await service.request({ path: '/' });
    expect(runtime.breakers.getMetrics()['cow-service']).toMatchObject({ state: 'closed', successful: 1 });
    expect(states).toEqual(['cow-service open', 'cow-service closed']);
  });

  it('ends what it can at once when there is no time', async () => {
    await using project = await testProject();
    await project.install('cow-service', { 'MediaConduit.service.yml': SERVICE_MANIFEST });
    await (await project.runtime.services.getService('cow-service')).startService();
    project.runtime.closeSync();
    await expect(project.engine.list()).resolves.toMatchObject([{ state: 'exited' }]);
  });
});

describe('Runtime', () => {
  it('opens the first model that has a capability', async () => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow');
    const { runtime } = project;
    await expect(runtime.model('cow')).resolves.toMatchObject({ id: 'cow-default' });
    await expect(runtime.model('cow', { capability: 'text-to-text' })).resolves.toMatchObject({ id: 'cow-default' });
    await expect(runtime.model('./node_modules/cow-provider', { model: 'other' })).resolves.toMatchObject({
      id: 'other',
    });
    await expect(runtime.model('cow:a:b')).resolves.toMatchObject({ id: 'a:b' });
  });

  it('takes the name of a capability for the first model that has it, unless it is the id of a model', async () => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow');
    const { runtime } = project;
    await expect(runtime.model('cow:text-to-text')).resolves.toMatchObject({ id: 'cow-default' });
    const cow = await runtime.providers.getProvider('cow');
    const [first] = cow.models;
    Object.assign(cow, { models: [first, { ...first, id: 'text-to-text' }] });
    await expect(runtime.model('cow:text-to-text')).resolves.toMatchObject({ id: 'text-to-text' });
  });

  it('refuses a model without the capability, naming what there is', async () => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow');
    await expect(project.runtime.model('cow:one', { capability: 'text-to-image' })).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      message: 'Model one of cow is none for text-to-image.',
      facts: { offers: ['text-to-text'] },
    });
  });

  it('says when a provider lists no model at all', async () => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow');
    const cow = await project.runtime.providers.getProvider('cow');
    Object.assign(cow, { models: [] });
    await expect(project.runtime.model('cow')).rejects.toMatchObject({ hint: 'name one: cow:<model>' });
    await expect(project.runtime.model('cow', { capability: 'text-to-text' })).rejects.toMatchObject({
      message: 'Provider "cow" has no model for text-to-text.',
    });
  });

  it('gives a provider that is made by hand its manifest and service', async () => {
    await using project = await testProject();
    await project.install('cow-service', { 'MediaConduit.service.yml': SERVICE_MANIFEST });
    const folder = await project.provider('cow-provider', 'cow', 'service: cow-service\n');
    const { manifest, service } = project.runtime.contextFor(folder);
    expect({ id: manifest.id, service: service?.serviceId }).toEqual({ id: 'cow', service: 'cow-service' });
    expect((await project.runtime.openService('cow-service')).serviceId).toBe('cow-service');
    await expect(project.runtime.openService('cow-service', { healthPath: '/up' })).rejects.toMatchObject({
      code: 'MC_CONFIG_INVALID',
    });
  });
});

describe('defaultRuntime', () => {
  it('is one until it is closed, and the registries are its own', async () => {
    const first = defaultRuntime();
    expect(defaultRuntime()).toBe(first);
    expect(ProviderRegistry.getInstance()).toBe(first.providers);
    expect(ServiceRegistry.getInstance()).toBe(first.services);
    await first.close();
    const second = defaultRuntime();
    expect(second).not.toBe(first);
    await using mine = createRuntime({ environment: {} });
    setDefaultRuntime(mine);
    expect(defaultRuntime()).toBe(mine);
    await second.close();
  });
});

describe('splitReference', () => {
  it.each([
    ['cow', { provider: 'cow' }],
    ['cow:default', { provider: 'cow', model: 'default' }],
    ['ollama:llama3.2:1b', { provider: 'ollama', model: 'llama3.2:1b' }],
    ['github:acme/cow', { provider: 'github:acme/cow' }],
    ['npm:cow', { provider: 'npm:cow' }],
    ['file:./cow', { provider: 'file:./cow' }],
    ['https://github.com/acme/cow', { provider: 'https://github.com/acme/cow' }],
    ['@acme/cow', { provider: '@acme/cow' }],
  ])('reads %s', (reference, expected) => {
    expect(splitReference(reference)).toEqual(expected);
  });
});
