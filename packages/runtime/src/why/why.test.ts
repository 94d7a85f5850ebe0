import { join } from 'node:path';
import { FarWorld, providerFiles, serviceFiles } from '../source/stored/__fixtures__/far-world';
import { removeTree } from '../store/remove-tree';

let world: FarWorld;
beforeEach(async () => (world = await FarWorld.start()));
afterEach(() => world[Symbol.asyncDispose]());

const { 'package.json': _, ...cowFiles } = providerFiles('cow');
const why = (name: string) => world.runtime().packages.why(name);

/** cow → moo ^1, baa ^2; moo → baa ^1. */
async function addCow(): Promise<void> {
  const dependencies = { moo: '^1.0.0', baa: '^2.0.0' };
  world.registry.publish({ name: '@acme/cow', files: cowFiles, manifest: { dependencies } });
  world.registry.publish({ name: 'moo', manifest: { dependencies: { baa: '^1.0.0' } } });
  world.registry.publish({ name: 'baa', version: '1.0.0' });
  world.registry.publish({ name: 'baa', version: '2.0.0' });
  await world.runtime().packages.open({ kind: 'npm', name: '@acme/cow', range: '^1', canonical: 'npm:@acme/cow@^1' });
}

describe('why', () => {
  it('names each place of a dependency with the ways to it', async () => {
    await addCow();
    const { reasons } = await why('baa');
    expect(reasons).toMatchObject([
      {
        ...{ kind: 'package', identifier: 'npm:@acme/cow@^1', namedBy: ['mediaconduit.lock'], version: '2.0.0' },
        ...{ place: 'node_modules/baa', folder: expect.stringMatching(/t1-[0-9a-f]{64}.+baa$/) },
        chains: [
          [
            { name: '@acme/cow', version: '1.0.0' },
            { name: 'baa', version: '2.0.0', range: '^2.0.0' },
          ],
        ],
      },
      {
        ...{ version: '1.0.0', place: 'node_modules/moo/node_modules/baa' },
        chains: [
          [
            { name: '@acme/cow' },
            { name: 'moo', version: '1.0.0', range: '^1.0.0' },
            { name: 'baa', version: '1.0.0', range: '^1.0.0' },
          ],
        ],
      },
    ]);
  });

  it('goes by the lock file where nothing is stored, without a network', async () => {
    await addCow();
    await removeTree(join(world.home, 'store'));
    const asked = world.registry.asked.length;
    const { reasons } = await why('moo');
    expect(reasons).toMatchObject([{ version: '1.0.0', place: 'node_modules/moo', chains: [] }]);
    expect(reasons[0]?.folder).toBeUndefined();
    expect(world.registry.asked).toHaveLength(asked);
  });

  it('says who uses a provider and a service, by any name of them', async () => {
    await world.commit('cow-service', serviceFiles);
    await world.commit('cow', providerFiles('cow', 'service: github:o/cow-service\n'));
    await world.runtime().providers.getProvider('github:o/cow');
    await world.folder.write('project/mediaconduit.yml', 'providers: [github:o/cow]\n');
    for (const name of ['cow', 'github:o/cow', 'https://github.com/O/cow.git'])
      expect((await why(name)).reasons).toMatchObject([
        {
          kind: 'provider',
          identifier: 'github:o/cow',
          namedBy: ['mediaconduit.yml:1:13', 'mediaconduit.lock'],
          place: '.',
        },
      ]);
    expect((await why('cow-service')).reasons).toMatchObject([
      { kind: 'service', identifier: 'github:o/cow-service', namedBy: ['github:o/cow', 'mediaconduit.lock'] },
    ]);
  });

  it('follows what installed providers depend on, also in a circle', async () => {
    await world.folder.write('project/package.json', '{"dependencies":{"calf":"1.0.0"}}');
    for (const [name, text] of Object.entries(providerFiles('calf')))
      await world.folder.write(`project/node_modules/calf/${name}`, text);
    const manifest = (name: string, dependencies: object): string =>
      JSON.stringify({ name, version: '1.0.0', dependencies });
    await world.folder.write('project/node_modules/calf/package.json', manifest('calf', { a: '1', none: '1' }));
    await world.folder.write('project/node_modules/a/package.json', manifest('a', { b: '1' }));
    await world.folder.write('project/node_modules/b/package.json', manifest('b', { a: '*', broken: '1' }));
    await world.folder.write('project/node_modules/broken/package.json', '{');
    expect((await why('a')).reasons).toMatchObject([
      { identifier: 'npm:calf', namedBy: ['package.json'], chains: [{ length: 2 }, { length: 4 }] },
    ]);
    expect((await why('broken')).reasons).toMatchObject([{ chains: [{ length: 4 }] }]);
  });

  it('refuses what nothing brings, with the nearest name', async () => {
    await expect(why('moo')).rejects.toMatchObject({ code: 'MC_NOT_LOCKED' });
    await addCow();
    await expect(why('mooo')).rejects.toMatchObject({ code: 'MC_NOT_LOCKED', hint: expect.stringContaining('moo') });
    await expect(why('@mediaconduit/sdk')).rejects.toMatchObject({ code: 'MC_NOT_LOCKED' });
    for (const name of ['', '../..', 'http://github.com/x/y', 'a b'])
      await expect(why(name)).rejects.toMatchObject({ code: 'MC_NOT_LOCKED' });
  });
});
