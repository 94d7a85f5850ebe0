import { existsSync } from 'node:fs';
import { SILENT_LOGGER, type ServiceDefinition } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { dockerDefinition } from '../docker/__fixtures__/docker-definition';
import { FakeDockerClient } from '../docker/__fixtures__/fake-docker-client';
import { fakeComposeV2, type FakeComposeFaults } from './__fixtures__/fake-compose-v2';
import { trustNow } from './__fixtures__/trust-now';
import { TrustingDockerEngine, type TrustingOptions } from './trusting-docker-engine';

const FILE = `services:
  web: { image: x, cap_add: [ALL], ports: ['80'], profiles: [gpu], depends_on: [side] }
  side: { image: x }
  unwanted: { image: x, profiles: [other] }
`;

const { signal } = new AbortController();

let folder: TemporaryFolder;
let definition: ServiceDefinition;
let client: FakeDockerClient;

beforeEach(async () => {
  folder = await temporaryFolder();
  await folder.write('docker-compose.yml', FILE);
  definition = dockerDefinition(folder.path);
  await trustNow(folder.path, definition);
  client = new FakeDockerClient();
});
afterEach(() => folder[Symbol.asyncDispose]());

const engineWith = (faults?: FakeComposeFaults, change: Partial<TrustingOptions> = {}): TrustingDockerEngine =>
  new TrustingDockerEngine({
    home: folder.path,
    homeId: 'abcd1234',
    projectFolder: folder.path,
    run: fakeComposeV2(client, faults),
    log: SILENT_LOGGER,
    find: async () => ({ address: { kind: 'socket', path: '/run/fake.sock' }, version: '1' }),
    connect: () => client,
    lock: undefined,
    environment: {},
    machine: { memoryBytes: 4e9, cpus: 2 },
    processId: 77,
    isAlive: () => true,
    after: () => () => undefined,
    reap: () => undefined,
    ...change,
  });
const labels = (): unknown[] => [...client.containers.values()].map(({ request }) => request.Labels);

it('runs a service that only a profile asks for, as ours', async () => {
  const engine = engineWith();
  const { id } = await engine.ensure(definition, { signal });
  const ours = { 'io.mediaconduit.home': 'abcd1234', 'io.mediaconduit.group': expect.any(String) };
  expect(labels()).toEqual([
    expect.objectContaining({ ...ours, 'io.mediaconduit.role': 'optional' }),
    expect.objectContaining({ ...ours, 'io.mediaconduit.role': 'main' }),
  ]);
  expect((await engine.list()).map((one) => one.id)).toEqual([id]);
  await engine.release(id);
  expect(labels()).toEqual([]);
});

it('removes what killed processes gave to Compose, also when nothing starts', async () => {
  const file = await folder.write('run/mc-abcd1234-web-12345678-5.compose/compose.yml', 'PASSWORD: x');
  await folder.write('docker-compose.yml', `${FILE}# more`);
  const engine = engineWith(undefined, { isAlive: () => false });
  await expect(engine.ensure(definition, { signal })).rejects.toMatchObject({ code: 'MC_SERVICE_POLICY' });
  await engine.close();
  expect(existsSync(file)).toBe(false);
});

it('starts nothing when Compose does not tell of the service', async () => {
  await expect(engineWith({ knowsNoWildcard: true }).ensure(definition, { signal })).rejects.toMatchObject({
    code: 'MC_SERVICE_START_FAILED',
    message: expect.stringContaining('no service "web"'),
  });
  expect(client.calls).not.toContain('createContainer');
});

it.each([
  ['beside the service', { unlabelled: 'side' }, 'MC_ENGINE_FAILED'],
  ['in its place', { unlabelled: 'web' }, 'MC_ENGINE_FAILED'],
  ['by a start that failed', { unlabelled: 'side', exitCode: 1 }, 'MC_SERVICE_START_FAILED'],
])('leaves no container that is not ours, made %s', async (_where, faults, code) => {
  await client.createNetwork({ name: 'other', internal: false, labels: { 'com.docker.compose.project': 'other' } });
  await expect(engineWith(faults).ensure(definition, { signal })).rejects.toMatchObject({ code });
  expect(labels()).toEqual([]);
  expect(client.networks.size).toBe(1);
});
