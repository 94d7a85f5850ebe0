import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { dockerDefinition } from './__fixtures__/docker-definition';
import { loadDockerGroup } from './load-docker-group';

describe('loadDockerGroup', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(() => folder[Symbol.asyncDispose]());

  const load = async (ports: string, environment: Readonly<Record<string, string>> = {}) => {
    await folder.write('docker-compose.yml', `services: { web: { image: x, ports: ["${ports}"] } }\n`);
    return loadDockerGroup(dockerDefinition(folder.path, { id: 'my-cow-service' }), environment);
  };

  it.each(['${MY_COW_HOST_PORT:?no port}:80', '${SERVICE_HOST_PORT:?no port}:80'])(
    'sets the variable of %s, so that the engine chooses the port',
    async (ports) => {
      await expect(load(ports)).resolves.toMatchObject({ main: { ports: [{ target: 80, protocol: 'tcp' }] } });
      expect((await load(ports)).main.ports[0]?.published).toBeUndefined();
    },
  );

  it('leaves the port to a caller who sets the variable', async () => {
    const { ports } = (await load('${MY_COW_HOST_PORT:-0}:80', { MY_COW_HOST_PORT: '8081' })).main;
    expect(ports).toEqual([{ target: 80, protocol: 'tcp', published: 8081 }]);
  });

  it('takes the volumes of a manifest with an image alone', async () => {
    await folder.write('data/seed.txt', 'x');
    const docker = {
      serviceName: 'web',
      image: 'x',
      volumes: ['./data:/app/data', 'cache:/cache', '/tmp/own', './data:/ro:ro'],
    };
    const service = await loadDockerGroup(dockerDefinition(folder.path, { docker }), {});
    expect(service).toMatchObject({
      main: {
        name: 'web',
        image: 'x',
        mounts: [
          { kind: 'volume', name: 'bind-data', target: '/app/data', seed: expect.stringMatching(/data$/) },
          { kind: 'volume', name: 'cache', target: '/cache' },
          { kind: 'volume', target: '/tmp/own' },
          { kind: 'bind', source: expect.stringMatching(/data$/), target: '/ro' },
        ],
      },
      warnings: [expect.stringContaining('copied into a volume once')],
    });
  });

  it.each(['/etc:/host', '../..:/up', 'cache:/proc'])('refuses the volume %s of such a manifest', async (volume) => {
    const docker = { serviceName: 'web', image: 'x', volumes: [volume] };
    await expect(loadDockerGroup(dockerDefinition(folder.path, { docker }), {})).rejects.toMatchObject({
      code: 'MC_SERVICE_POLICY',
      message: expect.stringContaining('docker.volumes'),
    });
  });

  it('names the compose file that is missing', async () => {
    await expect(loadDockerGroup(dockerDefinition(folder.path), {})).rejects.toMatchObject({
      code: 'MC_FILE_NOT_FOUND',
      message: expect.stringContaining('docker-compose.yml'),
    });
  });
});
