import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { failure, FakeDockerClient } from './__fixtures__/fake-docker-client';
import { reapContainers } from './reap-containers';

const NAME = 'mc-abcd1234-web-1';
const LABELS = { 'io.mediaconduit.home': 'abcd1234', 'io.mediaconduit.group': NAME };
const MAIN = { ...LABELS, 'io.mediaconduit.role': 'main' };

let folder: TemporaryFolder;
let client: FakeDockerClient;
let pauses: number[];
beforeEach(async () => {
  folder = await temporaryFolder();
  client = new FakeDockerClient();
  pauses = [];
});
afterEach(() => folder[Symbol.asyncDispose]());

/** `later` happens while the reaper waits for the first time. */
const reap = (later: () => Promise<unknown> = async () => undefined): Promise<void> => {
  const order = {
    address: { kind: 'socket', path: '/run/fake.sock' },
    ...{ home: folder.path, homeId: 'abcd1234', names: [NAME] },
  } as const;
  const pause = async (milliseconds: number): Promise<void> => {
    if (pauses.push(milliseconds) === 1) await later();
  };
  return reapContainers(order, { client, lock: undefined, pause });
};

async function make(name: string, labels: Record<string, string> = LABELS): Promise<void> {
  await client.startContainer(await client.createContainer(name, { Image: 'x', Labels: labels }));
}

const makeNetwork = (): Promise<string> => client.createNetwork({ name: 'net', internal: false, labels: LABELS });
const left = (): string[] => [...client.containers.values(), ...client.networks.values()].map(({ name }) => name);

it('removes what was made before the main container, of a start that never came to it', async () => {
  await make('side');
  await makeNetwork();
  await reap();
  expect(left()).toEqual([]);
});

it.each([
  ['a container beside the main one', () => make('late')],
  ['the main container', () => make(NAME, MAIN)],
  ['a network', makeNetwork],
])('looks again for %s that the engine was still making', async (_what, later) => {
  await make('side');
  await reap(later);
  expect(left()).toEqual([]);
});

it('tries again what the engine refuses at first', async () => {
  await makeNetwork();
  let tries = 0;
  client.faults = { removeNetwork: () => (tries++ === 0 ? failure('network has active endpoints', 403) : undefined) };
  await reap();
  expect(left()).toEqual([]);
});

it('looks for a limited time, and not again once the main container is gone', async () => {
  await reap();
  expect(pauses.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(2000);
  pauses = [];
  await make(NAME, MAIN);
  await reap();
  expect(pauses).toEqual([]);
  expect(left()).toEqual([]);
});

it('leaves what belongs to another home', async () => {
  await make('theirs', { ...LABELS, 'io.mediaconduit.home': 'other' });
  await reap();
  expect(left()).toEqual(['theirs']);
});
