import { FarWorld, providerFiles } from './__fixtures__/far-world';

let world: FarWorld;
beforeEach(async () => (world = await FarWorld.start()));
afterEach(() => world[Symbol.asyncDispose]());

describe('a key of the lock file that names nothing', () => {
  it.each([
    ['no identifier', 'git@github.com:o/cow', 'MC_IDENTIFIER_INVALID'],
    ['a line feed', 'github:o/cow\n', 'MC_IDENTIFIER_INVALID'],
    ['nothing at all', '', 'MC_IDENTIFIER_INVALID'],
    ['an id', 'cow', 'MC_NOT_LOCKED'],
    ['a folder', 'file:/cow', 'MC_NOT_LOCKED'],
  ])('as it is %s, is found by verify, which goes on', async (_what, key, code) => {
    await world.commit('cow', providerFiles('cow'));
    await world.runtime().providers.getProvider('github:o/cow');
    const { providers } = await world.lock();
    const mixed = { providers: { [key]: providers['github:o/cow'], ...providers } };
    await world.folder.write('project/mediaconduit.lock', JSON.stringify(mixed));
    const { packages } = world.runtime();
    expect(await packages.verify()).toMatchObject([
      { identifier: key, state: 'no identifier', problem: { code } },
      { identifier: 'github:o/cow', state: 'sound' },
    ]);
  });
});
