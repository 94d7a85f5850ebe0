import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { dockerDefinition } from './__fixtures__/docker-definition';
import { failure, FakeDockerClient } from './__fixtures__/fake-docker-client';
import { ContainerUses } from './container-use';
import { ServiceVolumes } from './service-volumes';

const signal = new AbortController().signal;
const LABELS = { 'io.mediaconduit.home': 'abcd1234', 'io.mediaconduit.service': 'farm-cow' };
const DATA = { ...LABELS, 'io.mediaconduit.volume': 'milk' };
const ID = 'mc-abcd1234-farm-cow-milk';

describe('ServiceVolumes', () => {
  let client: FakeDockerClient;
  let volumes: ServiceVolumes;
  const place = { definition: dockerDefinition('/farm', { id: 'farm-cow' }), name: 'milk' };

  beforeEach(() => {
    client = new FakeDockerClient();
    const image = { reference: 'x', make: async () => void client.images.add('x') };
    volumes = new ServiceVolumes({
      ...{ homeId: 'abcd1234', processId: 7, uses: new ContainerUses(undefined, '/run') },
      client: async () => client,
      plan: async () => ({ image }),
    });
  });

  it('lists those of the home, and no caches', async () => {
    client.volumes.set(ID, DATA);
    client.volumes.set('cache', { ...LABELS, 'io.mediaconduit.cache': 'herd' });
    client.volumes.set('foreign', { ...DATA, 'io.mediaconduit.home': 'ffff0000' });
    const expected = { id: ID, serviceId: 'farm-cow', name: 'milk', sizeBytes: 42, inUse: false };
    expect(await volumes.list()).toEqual([expected]);
    for (const id of [ID, 'cache', 'foreign', 'unknown']) await volumes.remove(id);
    expect([...client.volumes.keys()]).toEqual(['cache', 'foreign']);
  });

  it('keeps one that a container has', async () => {
    client.volumes.set(ID, DATA);
    client.faults = { removeVolume: () => failure('volume is in use', 409) };
    await expect(volumes.remove(ID)).rejects.toMatchObject({ code: 'MC_VOLUME_IN_USE', facts: { volume: ID } });
    client.faults = { removeVolume: () => failure('the engine is gone', 500) };
    await expect(volumes.remove(ID)).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
  });

  it('reads through a container that never starts, whose image is made when it is not there', async () => {
    client.images.clear();
    expect((await buffer(volumes.read(place, signal))).toString()).toBe('an archive');
    expect(client.calls).not.toContain('startContainer');
    expect(client.calls.filter((call) => call === 'removeContainer')).toHaveLength(1);
    const reading = volumes.read(place, signal);
    await reading.next();
    await reading.return();
    client.faults = { getArchive: () => failure('no room', 500) };
    await expect(buffer(volumes.read(place, signal))).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
    expect(client.calls.filter((call) => call === 'removeContainer')).toHaveLength(3);
  });

  it('fills a new volume that is labelled like that of the service', async () => {
    await volumes.write(place, Readable.from(['x']), signal);
    expect([...client.volumes]).toEqual([[ID, DATA]]);
    expect(client.containers.size).toBe(0);
    await expect(volumes.write(place, Readable.from(['x']), signal)).rejects.toMatchObject({
      code: 'MC_VOLUME_IN_USE',
      message: expect.stringContaining('is there already'),
    });
  });

  it('leaves nothing of a volume that could not be filled', async () => {
    client.faults = { putArchive: () => failure('no room', 500) };
    await expect(volumes.write(place, Readable.from(['x']), signal)).rejects.toMatchObject({ message: 'no room' });
    expect([client.volumes.size, client.containers.size]).toEqual([0, 0]);
    client.faults = { createContainer: () => failure('no', 500) };
    await expect(volumes.write(place, Readable.from(['x']), signal)).rejects.toMatchObject({ message: 'no' });
  });
});
