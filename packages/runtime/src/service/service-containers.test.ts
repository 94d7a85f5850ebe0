import type { ServiceDefinition } from '@mediaconduit/sdk';
import { readServiceDefinitionSync } from '@mediaconduit/sdk/manifest';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { serviceContainers } from './service-containers';

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

async function definitionOf(docker: string): Promise<ServiceDefinition> {
  await folder.write('MediaConduit.service.yml', `id: cow-service\nname: Cow\n${docker}`);
  const definition = readServiceDefinitionSync(folder.path);
  if (!definition) throw new Error('no manifest');
  return definition;
}

describe('serviceContainers', () => {
  it('says what a compose file makes, with its limits', async () => {
    const limits = 'resources: { limits: { memory: 2g }, reservations: { devices: [{ capabilities: [gpu] }] } }';
    const web = `{ build: ./web, ports: ['8080'], depends_on: [store], deploy: { ${limits} } }`;
    await folder.write('compose.yml', `services:\n  web: ${web}\n  store: { image: 'redis:7' }\n`);
    await folder.write('web/Dockerfile', 'FROM scratch');
    const definition = await definitionOf('docker: { composeFile: compose.yml, serviceName: web }\n');
    expect(await serviceContainers(definition)).toEqual([
      { name: 'web', build: 'web/Dockerfile', ports: [8080], memoryBytes: 2 ** 31, needsGpu: true },
      { name: 'store', image: 'redis:7', ports: [], needsGpu: false },
    ]);
  });

  it('refuses a service that says nothing of Docker', async () => {
    await expect(serviceContainers(await definitionOf('process: { command: [node, a.js] }\n'))).rejects.toMatchObject({
      code: 'MC_ENGINE_UNAVAILABLE',
    });
  });
});
