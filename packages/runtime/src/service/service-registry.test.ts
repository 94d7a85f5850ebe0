import http from 'node:http';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { SERVICE_MANIFEST, testProject, type TestProject } from '../provider/__fixtures__/test-project';

const COMPOSE = 'services: { cow: { image: cow }, calf: { image: calf } }\n';

async function withService(environment: NodeJS.ProcessEnv = {}): Promise<TestProject & { serviceFolder: string }> {
  const project = await testProject(environment);
  const serviceFolder = await project.install('@acme/cow-service', {
    'MediaConduit.service.yml': `${SERVICE_MANIFEST}docker: { composeFile: a.yml, serviceName: cow }\n`,
    'a.yml': COMPOSE,
    'b.yml': COMPOSE,
  });
  return { ...project, serviceFolder, [Symbol.asyncDispose]: () => project[Symbol.asyncDispose]() };
}

describe('ServiceRegistry', () => {
  it('takes every spelling of a service, and gives all of them one handle', async () => {
    await using project = await withService();
    const { services } = project.runtime;
    const spellings = [
      'cow-service',
      '@acme/cow-service',
      'npm:@acme/cow-service',
      './node_modules/@acme/cow-service',
      project.serviceFolder,
      pathToFileURL(project.serviceFolder).href,
    ];
    const handles = await Promise.all(spellings.map((spelling) => services.getService(spelling)));
    expect(new Set(handles).size).toBe(1);
    expect(handles[0]?.constructor.name).toBe('ConfigurableDockerService');
  });

  it('finds by id the service that an installed provider names', async () => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow', 'service: cow-service-package\n');
    await project.install('cow-provider/node_modules/cow-service-package', {
      'package.json': '{"name":"cow-service-package"}',
      'MediaConduit.service.yml': SERVICE_MANIFEST,
    });
    expect((await project.runtime.services.getService('cow-service')).serviceId).toBe('cow-service');
  });

  it('has a port at once, which answers when somebody connects', async () => {
    await using project = await withService();
    const service = await project.runtime.services.getService('cow-service');
    const { ports } = service.getServiceInfo();
    expect(project.engine.calls).toEqual([]);
    const request = http.request({ host: 'localhost', port: ports[0], method: 'POST', path: '/', agent: false });
    request.end('moo');
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    expect(String((await response.toArray())[0])).toBe('moo');
    expect(project.engine.calls).toEqual(['ensure cow-service']);
  });

  it('merges what the caller says over the definition', async () => {
    await using project = await withService();
    const ensure = jest.spyOn(project.engine, 'ensure');
    const overrides = { dockerCompose: 'b.yml', serviceName: 'calf', healthEndpoint: '/up', environment: { A: '1' } };
    const service = await project.runtime.services.getService('cow-service', overrides);
    await service.startService();
    expect(ensure.mock.calls[0]?.[0]).toMatchObject({
      docker: { composeFile: 'b.yml', serviceName: 'calf' },
      readiness: { path: '/up' },
      environment: { A: '1' },
    });
    expect(await project.runtime.services.getService('cow-service')).not.toBe(service);
  });

  it('has services keep their addresses for a supervisor, and for nobody else', async () => {
    await using project = await withService();
    const ensure = jest.spyOn(project.engine, 'ensure');
    const { services } = project.runtime;
    const definition = await services.define('cow-service', project.serviceFolder);
    const controller = services.control(definition);
    await controller.acquire();
    await controller.close();
    await services.open(definition).startService();
    expect(ensure.mock.calls.map(([, { keepAddress }]) => keepAddress)).toEqual([true, undefined]);
  });

  it('runs several of one kind at once, each on a port of its own', async () => {
    await using project = await withService();
    const { services } = project.runtime;
    const colours = ['brown', 'white', 'black'];
    const cows = await Promise.all(
      colours.map((COLOUR) => services.getService('cow-service', { environment: { COLOUR } })),
    );
    await expect(Promise.all(cows.map((cow) => cow.startService()))).resolves.toEqual([true, true, true]);
    await expect(services.inspect()).resolves.toMatchObject(
      Array(3).fill({ serviceId: 'cow-service', state: 'running' }),
    );
    expect(new Set(cows.flatMap((cow) => cow.getServiceInfo().ports)).size).toBe(3);
  });

  it('tells the facts of a service by its id, starting it when needed', async () => {
    await using project = await withService();
    const info = await project.runtime.services.getServiceInfo('cow-service');
    expect(info).toMatchObject({
      composeService: 'cow',
      composeFile: 'a.yml',
      serviceDirectory: project.serviceFolder,
    });
    expect(info.ports[0]).toBeGreaterThan(0);
    expect(project.engine.calls).toEqual(['ensure cow-service']);
  });

  it.each([
    ['cow-servise', 'MC_SERVICE_NOT_FOUND', 'did you mean "cow-service"?'],
    ['zebra', 'MC_SERVICE_NOT_FOUND', expect.stringContaining('npm install')],
    ['.', 'MC_SERVICE_NOT_FOUND', expect.stringContaining('of a service')],
    ['github:acme/cow-service', 'MC_NOT_LOCKED', expect.stringContaining('mediaconduit add')],
    ['@acme/other', 'MC_NOT_LOCKED', expect.stringContaining('mediaconduit add npm:@acme/other')],
    ['; touch x', 'MC_IDENTIFIER_INVALID', expect.any(String)],
  ])('says what to do about %s', async (identifier, code, hint) => {
    await using project = await withService({ MEDIACONDUIT_FROZEN_LOCK: '1' });
    await expect(project.runtime.services.getService(identifier)).rejects.toMatchObject({ code, hint });
  });

  it('lists definitions of what is installed, without the broken ones', async () => {
    await using project = await withService();
    await project.install('broken-service', { 'MediaConduit.service.yml': 'id: [' });
    await expect(project.runtime.services.definitions()).resolves.toMatchObject([{ id: 'cow-service' }]);
  });

  describe('an address', () => {
    it('is a service that somebody else runs', async () => {
      await using project = await withService();
      const service = await project.runtime.services.getService('http://127.0.0.1:9/v1/');
      expect(service.serviceId).toBe('127-0-0-1-9');
      expect(service.getServiceInfo().ports[0]).not.toBe(9);
      const { controller } = service as unknown as { controller: { definition: object } };
      expect(controller.definition).toMatchObject({ readiness: { path: '' } }); // what it answers at its root says little
    });

    it('in COW_SERVICE_URL stands for the service, which keeps its identity and probe', async () => {
      await using project = await withService({ COW_SERVICE_URL: 'http://127.0.0.1:9' });
      const resolver = project.runtime.services;
      const { controller } = (await resolver.getService('cow-service')) as unknown as {
        controller: { definition: object };
      };
      expect(controller.definition).toMatchObject({
        ...{ id: 'cow-service', engines: ['remote'], url: 'http://127.0.0.1:9' },
        readiness: { path: expect.stringMatching(/^\//) },
      });
    });

    it.each([
      [{ COW_URL: 'http://127.0.0.1:7' }, 'http://127.0.0.1:7'],
      [{ COW_URL: 'http://127.0.0.1:7', COW_SERVICE_URL: 'http://127.0.0.1:8' }, 'http://127.0.0.1:8'],
      [{ COW_URL: '' }, undefined],
    ])('may be in a variable that the service names: %p', async (environment, url) => {
      await using project = await testProject(environment);
      const manifest = `${SERVICE_MANIFEST}docker: { image: cow }\nurlVariables: [OLD_COW, COW_URL]\n`;
      await project.install('@acme/cow-service', { 'MediaConduit.service.yml': manifest });
      const { controller } = (await project.runtime.services.getService('cow-service')) as unknown as {
        controller: { definition: { url?: string } };
      };
      expect(controller.definition.url).toBe(url);
    });

    it('may be an identifier instead', async () => {
      await using project = await withService({ COW_SERVICE_URL: './mine' });
      await project.install('../mine', {
        'MediaConduit.service.yml': SERVICE_MANIFEST.replace('cow-service', 'my-service'),
      });
      expect((await project.runtime.services.getService('cow-service')).serviceId).toBe('my-service');
    });

    it('is refused when nothing answers to it', async () => {
      await using project = await withService({ COW_SERVICE_URL: 'no-such-service' });
      await expect(project.runtime.services.getService('cow-service')).rejects.toMatchObject({
        code: 'MC_SERVICE_NOT_FOUND',
        facts: { service: 'no-such-service', variable: 'COW_SERVICE_URL' },
      });
    });
  });

  describe('what runs', () => {
    it('is listed, read and stopped by id, whoever started it', async () => {
      await using project = await withService();
      const { services } = project.runtime;
      await expect(services.inspect()).resolves.toEqual([]);
      await expect(services.logs('cow-service')).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND' });
      await (await services.getService('cow-service')).startService();
      project.engine.print('cow-service', 'moo');
      await expect(services.inspect()).resolves.toMatchObject([{ serviceId: 'cow-service', state: 'running' }]);
      await expect(services.logs('cow-service', 5)).resolves.toEqual(['moo']);
      await expect(services.stop('cow-service')).resolves.toBe(1);
      await expect(services.inspect()).resolves.toEqual([]);
      await expect(services.stop('cow-service')).resolves.toBe(0);
    });
  });

  it('closes ports and services, and opens none afterwards', async () => {
    await using project = await withService();
    const { services } = project.runtime;
    const service = await services.getService('cow-service');
    await service.startService();
    const [port] = service.getServiceInfo().ports;
    await project.runtime.close();
    await expect(project.engine.list()).resolves.toEqual([]);
    const refused = once(http.get({ host: '127.0.0.1', port, agent: false }), 'response');
    await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(services.getService('cow-service')).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
    await expect(service.request({ path: '/' })).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
  });
});
