import { FakeDockerClient } from './__fixtures__/fake-docker-client';
import { cacheVolumes, removeCacheVolume } from './cache-volumes';

const LABELS = { 'io.mediaconduit.home': 'abcd1234', 'io.mediaconduit.service': 'moo-service' };
const CACHE = { ...LABELS, 'io.mediaconduit.cache': 'moo_cache' };

describe('cache volumes', () => {
  let client: FakeDockerClient;
  beforeEach(() => {
    client = new FakeDockerClient();
    client.volumes.set('cache', CACHE);
    client.volumes.set('data', LABELS);
    client.volumes.set('foreign', { ...CACHE, 'io.mediaconduit.home': 'ffff0000' });
  });

  const use = (volume: string): Promise<string> =>
    client.createContainer('moo', {
      Image: 'x',
      HostConfig: { Mounts: [{ Type: 'volume', Source: volume, Target: '/' }] },
    });

  it('are those of the home that carry the label, with size and use', async () => {
    const expected = { id: 'cache', serviceId: 'moo-service', name: 'moo_cache', sizeBytes: 42, inUse: false };
    expect(await cacheVolumes(client, 'abcd1234')).toEqual([expected]);
    await use('cache');
    expect(await cacheVolumes(client, 'abcd1234')).toEqual([{ ...expected, inUse: true }]);
  });

  it('are removed, and no other volume is', async () => {
    for (const id of ['cache', 'data', 'foreign', 'unknown']) await removeCacheVolume(client, 'abcd1234', id);
    expect([...client.volumes.keys()]).toEqual(['data', 'foreign']);
  });

  it('are kept while a container has them', async () => {
    await use('cache');
    await expect(removeCacheVolume(client, 'abcd1234', 'cache')).rejects.toMatchObject({
      code: 'MC_CACHE_IN_USE',
      hint: 'stop it first: mediaconduit services stop moo-service',
    });
    client.faults = { removeVolume: () => new TypeError('the engine is gone') };
    await expect(removeCacheVolume(client, 'abcd1234', 'cache')).rejects.toThrow('the engine is gone');
  });
});
