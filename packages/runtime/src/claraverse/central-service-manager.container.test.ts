import { eventually } from '@mediaconduit/testkit';
import { dockerWorld, type DockerWorld } from '../engine/docker/__fixtures__/docker-world';
import { homeId } from '../config/home';
import { CentralServiceManager } from './central-service-manager';
import { SERVICE_DEFINITIONS } from './service-definitions';

describe('CentralServiceManager with Docker', () => {
  let world: DockerWorld;
  beforeAll(async () => (world = await dockerWorld()));
  afterAll(() => world[Symbol.asyncDispose]());

  /** The image of a small server. */
  async function image(): Promise<string> {
    const engine = world.engine();
    const { id } = await engine.ensure(await world.service(), { signal: new AbortController().signal });
    const { Config } = await world.docker.getContainer(id).inspect();
    await engine.stop(id);
    return Config.Image;
  }

  const containers = async (): Promise<string[]> => {
    const filters = { label: [`io.mediaconduit.home=${homeId(world.home)}`] };
    return (await world.docker.listContainers({ all: true, filters })).map(({ Id }) => Id);
  };

  it('starts a container once Docker answers, brings it back when it dies, and leaves none', async () => {
    await using manager = new CentralServiceManager({ home: world.home });
    manager.registerService('docker', SERVICE_DEFINITIONS.docker);
    manager.registerService('python-backend', {
      ...{ type: 'docker-container', critical: true, dependencies: ['docker'], restartDelay: 10 },
      dockerContainer: {
        name: 'clara_python',
        image: await image(),
        ports: { 0: 80 },
        environment: ['CLARA_ENV=test'],
      },
      healthEndpoint: '/status',
    });
    const order: string[] = [];
    manager.on('service-started', ({ name }) => order.push(name));
    await manager.startAllServices();
    expect(order).toEqual(['docker', 'python-backend']);
    const url = (): string => manager.getServicesStatus()['python-backend']?.serviceUrl ?? '';
    const environment: unknown = await (await fetch(`${url()}/environment`)).json();
    expect(environment).toMatchObject({ CLARA_ENV: 'test' });

    const [first = ''] = await containers();
    await world.docker.getContainer(first).kill();
    await eventually(async () => {
      expect(order).toEqual(['docker', 'python-backend', 'python-backend']);
    });
    expect(await (await fetch(url())).json()).toBe('ok');
    expect(manager.getServicesStatus()).toMatchObject({
      docker: { state: 'running', restartAttempts: 0 },
      'python-backend': { state: 'running', restartAttempts: 1, deploymentMode: 'docker' },
    });
    await manager.stopAllServices();
    await manager.close();
    expect(await containers()).toEqual([]);
  });
});
