import { FOREIGN_PROVIDER } from '../__fixtures__/foreign-provider-code';
import { providerManifest, SERVICE_MANIFEST, testProject, type TestProject } from '../__fixtures__/test-project';

const FOREIGN = providerManifest('cow', 'service: cow-service\n').replace('contract: 1\n', '');

async function projectWithService(): Promise<TestProject> {
  const project = await testProject();
  await project.install('cow-service', { 'MediaConduit.service.yml': SERVICE_MANIFEST });
  return project;
}

describe('refreshProvider of one with a service', () => {
  it('leaves a service alone that both versions use', async () => {
    await using project = await projectWithService();
    await project.provider('cow-provider', 'cow', 'service: cow-service\n');
    const model = await project.runtime.model('cow:cow-default');
    await model.transform('moo');
    await project.runtime.providers.refreshProvider('cow');
    await expect((await project.runtime.model('cow:cow-default')).transform('moo')).resolves.toBe('{"text":"moo"}');
    await expect(model.transform('held')).resolves.toBe('{"text":"held"}');
    expect(project.engine.calls).toEqual(['ensure cow-service']);
  });

  it('stops the service that only the old version used', async () => {
    await using project = await projectWithService();
    await project.provider('cow-provider', 'cow', 'service: cow-service\n');
    await (await project.runtime.model('cow:cow-default')).transform('moo');
    const version = SERVICE_MANIFEST.replace('version: 1.0.0', 'version: 2.0.0');
    await project.install('cow-service', { 'MediaConduit.service.yml': version });
    await project.runtime.providers.refreshProvider('cow');
    await (await project.runtime.model('cow:cow-default')).transform('moo');
    expect(project.engine.calls).toEqual(['ensure cow-service', 'stop fake:1', 'ensure cow-service']);
  });

  it('keeps a service while its reader has not read all, or somebody else uses it', async () => {
    await using project = await projectWithService();
    await project.provider('cow-provider', 'cow', 'service: cow-service\n');
    const { providers, services } = project.runtime;
    await (await project.runtime.model('cow:cow-default')).transform('moo');
    const mine = await services.getService('cow-service');
    await project.install('cow-service', {
      'MediaConduit.service.yml': SERVICE_MANIFEST.replace('version: 1.0.0', 'version: 2.0.0'),
    });
    await providers.refreshProvider('cow');
    await expect(mine.request({ method: 'POST', path: '/', body: 'mine' })).resolves.toMatchObject({ status: 200 });
    expect(project.engine.calls).toEqual(['ensure cow-service']);
  });

  it('tells a provider of the original core no more addresses once it was replaced', async () => {
    await using project = await projectWithService();
    await project.install('cow-provider', { 'MediaConduit.provider.yml': FOREIGN, 'index.js': FOREIGN_PROVIDER });
    const { providers } = project.runtime;
    const old = (await providers.getProvider('cow')) as unknown as { hooks: string[]; portAtConstruction: number };
    const fresh = (await providers.refreshProvider('cow')) as unknown as typeof old & typeof project;
    const heard = old.hooks.length;
    const handle = await project.runtime.services.getService('cow-service');
    await handle.restartService();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(old.hooks).toHaveLength(heard);
    expect(fresh.hooks.length).toBeGreaterThan(2);
    expect(fresh.portAtConstruction).toBe(old.portAtConstruction);
  });
});
