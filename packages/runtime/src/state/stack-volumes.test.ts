import { Readable } from 'node:stream';
import { MediaConduitError, type EngineVolumes, type KeptVolume } from '@mediaconduit/sdk';
import { serviceDefinition } from '@mediaconduit/testkit';
import type { ResolvedStack } from '../config/resolved-stack';
import { removeStackVolumes, stackVolumes } from './stack-volumes';

const service = (name: string) => ({ name, serviceId: `${name}-service`, definition: serviceDefinition({ id: name }) });
const STACK = { scope: 'farm', services: ['cow', 'hen'].map(service) } as unknown as ResolvedStack;

const volume = (serviceId: string, name: string): KeptVolume => ({
  ...{ id: `mc-${serviceId}-${name}`, serviceId, name, sizeBytes: 1, inUse: false },
});

function engineWith(...kept: KeptVolume[]): EngineVolumes & { readonly kept: KeptVolume[] } {
  return {
    kept,
    list: async () => [...kept],
    async remove(id) {
      const found = kept.findIndex((one) => one.id === id);
      if (kept[found]?.inUse) throw new MediaConduitError('MC_VOLUME_IN_USE', 'used');
      if (found >= 0) kept.splice(found, 1);
    },
    read: () => Readable.from([]),
    write: async () => undefined,
  };
}

describe('stackVolumes', () => {
  it('are those of the services of the stack', async () => {
    const engine = engineWith(volume('farm_cow', 'milk'), volume('cow', 'milk'), volume('other_cow', 'milk'));
    expect(await stackVolumes(engine, STACK)).toMatchObject([
      { id: 'mc-farm_cow-milk', service: 'cow', place: { name: 'milk', definition: { id: 'farm_cow' } } },
    ]);
  });
});

describe('removeStackVolumes', () => {
  it('removes what is named, by its name or with its service, and nothing else', async () => {
    const others = [volume('farm_hen', 'straw'), volume('farm_cow', 'straw'), volume('barn_cow', 'milk')];
    const engine = engineWith(volume('farm_cow', 'milk'), volume('farm_hen', 'milk'), ...others);
    expect(await removeStackVolumes(engine, STACK, ['milk', 'hen/straw', 'hay', 'barn_cow'])).toEqual([
      'milk',
      'hen/straw',
    ]);
    expect(engine.kept).toEqual(others.slice(1));
  });

  it('does not tell of one that somebody still uses', async () => {
    const used = { ...volume('farm_cow', 'milk'), inUse: true };
    const engine = engineWith(used, volume('farm_hen', 'milk'));
    expect(await removeStackVolumes(engine, STACK, ['milk'])).toEqual([]);
    expect(engine.kept).toEqual([used]);
    const broken = { ...engine, remove: () => Promise.reject(new TypeError('gone')) };
    await expect(removeStackVolumes(broken, STACK, ['milk'])).rejects.toThrow('gone');
  });
});
