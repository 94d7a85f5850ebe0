import { eventually, type FakeEngineOptions } from '@mediaconduit/testkit';
import { testProject, type TestProject } from '../provider/__fixtures__/test-project';

/** A project with services that depend on each other; an id is enough, and a folder. */
async function withServices(
  needs: Readonly<Record<string, readonly string[]>>,
  options: FakeEngineOptions = {},
): Promise<TestProject> {
  const project = await testProject({}, options);
  for (const [id, dependsOn] of Object.entries(needs)) {
    await project.install(id, {
      'MediaConduit.service.yml': `id: ${id}\nname: ${id}\nversion: 1.0.0\ndependsOn: [${dependsOn.map((one) => `"${one}"`).join(', ')}]\nprocess: { command: [node, server.js], port: fd }\n`,
    });
  }
  return project;
}

const CHAIN = { web: ['api', 'cache'], api: ['db'], cache: ['./../db'], db: [] };

describe('startDependencies', () => {
  it('makes everything ready that a service needs before it is started, each once', async () => {
    await using project = await withServices(CHAIN);
    const service = await project.runtime.services.getService('web');
    await expect(service.startService()).resolves.toBe(true);
    const [first, ...others] = project.engine.calls;
    expect([first, others.slice(0, 2).sort(), others.slice(2)]).toEqual([
      ...['ensure db', ['ensure api', 'ensure cache'], ['ensure web']],
    ]);
  });

  it('tells a program where they answer, at addresses that stay', async () => {
    await using project = await withServices({ web: ['cow-service'], 'cow-service': [] });
    const ensure = jest.spyOn(project.engine, 'ensure');
    await (await project.runtime.services.getService('web')).startService();
    const { environment } = ensure.mock.calls[1]?.[1] ?? {};
    const url = String(environment?.['COW_SERVICE_URL']);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    project.engine.crash('cow-service');
    const answer = await fetch(`${url}/`, { method: 'POST', body: 'moo' });
    await expect(answer.text()).resolves.toBe('moo');
  });

  it('ends what is not needed any more, and never before what needs it', async () => {
    await using project = await withServices(CHAIN);
    const { services } = project.runtime;
    await (await services.getService('web')).startService();
    await services.stop('web');
    await eventually(async () => expect(await project.engine.list()).toEqual([]));
    await (await services.getService('web')).startService();
    const stopped: string[] = [];
    project.runtime.events.on('service-stopped', ({ name }) => stopped.push(name));
    await project.runtime.close();
    expect([stopped[0], stopped.slice(1, 3).sort(), stopped[3]]).toEqual(['web', ['api', 'cache'], 'db']);
  });

  it('leaves alone what somebody else uses', async () => {
    await using project = await withServices({ web: ['db'], db: [] });
    const { services } = project.runtime;
    const db = await services.getService('db');
    await db.startService();
    await (await services.getService('web')).startService();
    await services.stop('web');
    await expect(db.isServiceRunning()).resolves.toBe(true);
  });

  it('names the circle and starts nothing', async () => {
    await using project = await withServices({ web: ['api'], api: ['db'], db: ['web'] });
    const service = await project.runtime.services.getService('web');
    await expect(service.lease()).rejects.toMatchObject({
      code: 'MC_DEPENDENCY_CYCLE',
      message: 'Services depend on each other in a circle: web → api → db → web.',
    });
    expect(project.engine.calls).toEqual([]);
  });

  it('says which one is not there', async () => {
    await using project = await withServices({ web: ['data'], 'data-store': [] });
    const service = await project.runtime.services.getService('web');
    await expect(service.lease()).rejects.toMatchObject({
      code: 'MC_DEPENDENCY_FAILED',
      message: expect.stringContaining('"web" depends on "data", which could not be started: No service "data"'),
    });
  });

  it('says which one failed, and undoes the others', async () => {
    let failing = true;
    const fail = ({ id }: { readonly id: string }): Error | undefined =>
      id === 'api' && failing ? new Error('no space') : undefined;
    await using project = await withServices({ web: ['api', 'db'], api: [], db: [] }, { fail });
    const service = await project.runtime.services.getService('web');
    await expect(service.lease()).rejects.toMatchObject({
      code: 'MC_DEPENDENCY_FAILED',
      message: expect.stringMatching(/^"web" depends on "api", which could not be started: .*no space/),
      facts: { service: 'web', needed: 'api' },
    });
    await eventually(async () => expect(await project.engine.list()).toEqual([]));
    failing = false;
    await expect(service.startService()).resolves.toBe(true);
  });

  it('is given up with the start', async () => {
    await using project = await withServices({ web: ['db'], db: [] }, { startDelayMs: 500 });
    const service = await project.runtime.services.getService('web');
    const given = new AbortController();
    const lease = service.lease({ signal: given.signal });
    await eventually(async () => expect(project.engine.calls).toEqual(['ensure db']));
    given.abort(new Error('enough'));
    await expect(lease).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await eventually(async () => expect(await project.engine.list()).toEqual([]));
  });
});
