import { MediaConduitError, type EngineName } from '@mediaconduit/sdk';
import { readServiceDefinitionSync } from '@mediaconduit/sdk/manifest';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import type { PlanHost } from './plan-host';
import { planService } from './plan-service';
import type { PlannedImageSize, PlannedService } from './plan';

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

const SIZES: Readonly<Record<string, PlannedImageSize>> = {
  'redis:7': { sizeBytes: 40_000_000, isHere: false },
};

async function plan(manifest: string, engine: EngineName | MediaConduitError): Promise<PlannedService> {
  await folder.write('MediaConduit.service.yml', `id: cow-service\nname: Cow\n${manifest}`);
  const definition = readServiceDefinitionSync(folder.path);
  const engineFor = async (): Promise<EngineName> => {
    if (typeof engine === 'string') return engine;
    throw engine;
  };
  const host: PlanHost = {
    ...{ environment: {}, projectFolder: folder.path, engineFor, imageSize: async (image) => SIZES[image] },
    ...{ installed: () => [], findService: () => undefined, isolationOf: () => 'none' },
  };
  if (!definition) throw new Error('no manifest');
  return planService(definition, host);
}

describe('planService', () => {
  it('tells images, builds and ports of a compose file, siblings too', async () => {
    await folder.write(
      'compose.yml',
      `services:
  web:
    build: { context: ./web, dockerfile: Web.dockerfile }
    ports: ['\${COW_HOST_PORT:-0}:8080', '0:9090']
    depends_on: [store]
  store: { image: 'redis:7' }
`,
    );
    await folder.write('web/Web.dockerfile', 'FROM scratch');
    const planned = await plan(
      'docker: { composeFile: compose.yml, serviceName: web }\ncache: { variable: COW_CACHE }\ngpu: true\n',
      'docker',
    );
    expect(planned).toEqual({
      ...{ id: 'cow-service', name: 'Cow', url: undefined, needsGpu: true, engine: 'docker' },
      cache: { variable: 'COW_CACHE', volume: undefined },
      containers: [
        { name: 'web', build: 'web/Web.dockerfile', ports: [8080, 9090] },
        { name: 'store', image: 'redis:7', imageSize: SIZES['redis:7'], ports: [] },
      ],
    });
  });

  it('tells the image and port of a manifest', async () => {
    const planned = await plan('docker: { image: "acme/cow:1", port: 80 }\n', 'docker');
    expect(planned).toMatchObject({ containers: [{ image: 'acme/cow:1', imageSize: undefined, ports: [80] }] });
  });

  it('tells the command and the Python packages of a process', async () => {
    await folder.write('requirements.lock', '');
    const planned = await plan(
      'process: { command: [python, -m, app], port: fd, python: { lock: requirements.lock } }\n',
      'process',
    );
    expect(planned).toMatchObject({
      engine: 'process',
      command: ['python', '-m', 'app'],
      pythonLock: 'requirements.lock',
    });
  });

  it('tells why nothing runs it, and what is wrong with its compose file', async () => {
    const none = new MediaConduitError('MC_ENGINE_UNAVAILABLE', 'none');
    expect(await plan('docker: { image: cow }\n', none)).toMatchObject({ problem: none, containers: [] });
    await folder.write('compose.yml', 'services: { web: { image: cow, privileged: true } }');
    const planned = await plan('docker: { composeFile: compose.yml, serviceName: web }\n', 'docker');
    expect(planned.problem).toMatchObject({ code: 'MC_SERVICE_POLICY' });
  });
});
