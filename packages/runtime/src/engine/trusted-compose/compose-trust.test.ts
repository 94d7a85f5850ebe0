import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { dockerDefinition } from '../docker/__fixtures__/docker-definition';
import { trustNow } from './__fixtures__/trust-now';
import { requireTrusted } from './compose-trust';

const FILE = `services:
  web: { image: x, volumes: ['\${DATA:-./data}:/data'], environment: [PASSWORD] }
`;
const REFUSAL = new MediaConduitError('MC_SERVICE_POLICY', 'volumes is not allowed', {});

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
  await folder.write('docker-compose.yml', FILE);
});
afterEach(() => folder[Symbol.asyncDispose]());

const given = (environment = {}, serviceName = 'web'): ServiceDefinition =>
  dockerDefinition(folder.path, { environment, docker: { composeFile: 'docker-compose.yml', serviceName } });
const ask = (definition: ServiceDefinition): Promise<unknown> => requireTrusted(definition, folder.path, REFUSAL);

it('holds for the same files, variables and service, and for variables that the files do not read', async () => {
  await trustNow(folder.path, given({ DATA: './mine', PASSWORD: 'x' }));
  await expect(ask(given({ PASSWORD: 'x', DATA: './mine' }))).resolves.toMatchObject({ names: ['docker-compose.yml'] });
  await expect(ask(given({ DATA: './mine', PASSWORD: 'x', LOG_LEVEL: 'debug' }))).resolves.toBeDefined();
});

it.each([
  ['a variable that was not there', { DATA: '/etc', PASSWORD: 'x' }, 'web', ['DATA', 'PASSWORD']],
  ['another value', { PASSWORD: 'y' }, 'web', ['PASSWORD']],
  ['a variable that is gone', {}, 'web', []],
  ['another service of the file', { PASSWORD: 'x' }, 'admin', ['PASSWORD']],
])('ends with %s', async (_what, environment, serviceName, variables) => {
  await trustNow(folder.path, given({ PASSWORD: 'x' }));
  await expect(ask(given(environment, serviceName))).rejects.toMatchObject({
    code: 'MC_SERVICE_POLICY',
    message: expect.stringContaining('is not what was trusted'),
    hint: expect.stringContaining('mediaconduit trust test-service'),
    facts: { variables, serviceName },
  });
});

it('records nothing from which a value could be read', async () => {
  await trustNow(folder.path, given({ PASSWORD: 'open sesame' }));
  expect(await readFile(join(folder.path, 'mediaconduit.lock'), 'utf8')).not.toContain('sesame');
});
