import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FarWorld, providerFiles } from './__fixtures__/far-world';

let world: FarWorld;
beforeEach(async () => (world = await FarWorld.start()));
afterEach(() => world[Symbol.asyncDispose]());

/** Its code must not run: it would say so. */
const QUIET = providerFiles('cow', '', 'throw new Error("it ran");');
const KEY = 'configuration: { environment: { COW_KEY: { required: true } } }\n';
const SPELLINGS = [
  'cow',
  'github:o/cow',
  'github:O/Cow',
  'https://github.com/o/cow',
  'https://www.github.com/O/cow.git/',
];

async function addCow(files = QUIET): Promise<void> {
  await world.commit('cow', files);
  const runtime = world.runtime();
  await runtime.packages.open({ kind: 'git', ...COW });
  await runtime.close();
}
const COW = { url: 'https://github.com/o/cow.git', repository: 'github:o/cow', canonical: 'github:o/cow' };

describe('a provider that only the lock file names', () => {
  it('is listed with all that its manifest says, and none of its code runs', async () => {
    await addCow();
    // the first one makes the index, the second one reads it
    for (const { providers } of [world.runtime(), world.runtime()]) {
      expect(providers.getAvailableProviders()).toEqual(['cow']);
      const [cow, ...others] = providers.installed();
      expect(others).toEqual([]);
      expect(cow).toMatchObject({ id: 'cow', packageName: 'github:o/cow', version: '1.0.0', isFetched: true });
      expect(cow).toMatchObject({ capabilities: ['text-to-text'], modelCount: 1, manifest: { models: [{}] } });
    }
  });

  it.each(SPELLINGS)('is known and loaded as %s', async (spelling) => {
    await addCow(providerFiles('cow'));
    await rm(join(world.folder.path, 'mirror'), { recursive: true });
    const { providers } = world.runtime();
    expect(providers.hasProvider(spelling)).toBe(true);
    expect(providers.findInstalled(spelling)?.packageName).toBe('github:o/cow');
    expect((await providers.getProvider(spelling)).id).toBe('cow');
    expect([providers.hasProvider('github:o/calf'), providers.hasProvider('not an identifier: ')]).toEqual([
      false,
      false,
    ]);
  });

  it('is chosen by what it can do, with what its manifest asks for', async () => {
    await addCow(providerFiles('cow', KEY));
    const choose = (environment: NodeJS.ProcessEnv) =>
      world.runtime(environment).providers.findBestProvider('textToText');
    await expect(choose({})).rejects.toMatchObject({
      code: 'MC_PROVIDER_UNAVAILABLE',
      facts: { refused: [{ id: 'cow', reason: 'not-configured', missing: ['COW_KEY'] }] },
    });
    const choice = await choose({ COW_KEY: 'x' });
    expect([choice.id, (await choice.open()).id]).toEqual(['cow', 'cow']);
  });

  it('is listed by what the lock file says until it is fetched, and fetched when it is chosen', async () => {
    await addCow(providerFiles('cow'));
    const runtime = world.runtime({}, join(world.folder.path, 'other-home'));
    const { providers } = runtime;
    const [cow] = providers.installed();
    expect(cow).toMatchObject({ id: 'cow', isFetched: false, capabilities: ['text-to-text'], modelCount: 0 });
    expect([cow?.manifest, cow?.problem]).toEqual([undefined, undefined]);
    const choice = await providers.findBestProvider('text-to-text');
    expect((await choice.open()).id).toBe('cow');
    const again = world.runtime({}, join(world.folder.path, 'other-home'));
    expect(again.providers.installed()).toMatchObject([{ isFetched: true, modelCount: 1 }]);
  });

  it('is there at once in the program that adds it, and gone with its entry', async () => {
    await world.commit('cow', providerFiles('cow'));
    const { packages, providers } = world.runtime();
    expect(providers.installed()).toEqual([]);
    await providers.getProvider('github:o/cow');
    expect(providers.installed()).toMatchObject([{ id: 'cow', isFetched: true }]);
    await packages.remove('github:o/cow');
    expect(world.runtime().providers.installed()).toEqual([]);
  });

  it('does not take the id of an installed one, and both are found by their identifiers', async () => {
    await addCow(providerFiles('cow'));
    const files = { ...providerFiles('cow', 'version: 7.0.0\n') };
    for (const [name, text] of Object.entries(files))
      await world.folder.write(`project/node_modules/cow-provider/${name}`, text);
    await world.folder.write('project/package.json', '{"dependencies":{"cow-provider":"1"}}');
    const { providers } = world.runtime();
    expect(providers.installed().map(({ packageName }) => packageName)).toEqual(['cow-provider', 'github:o/cow']);
    expect(await providers.getProvider('cow')).toMatchObject({ version: '7.0.0' });
    expect((await providers.findBestProvider('text-to-text')).order).toEqual(['cow-provider', 'github:o/cow']);
    expect(await providers.getProvider('github:o/cow')).not.toBe(await providers.getProvider('cow'));
  });

  it('is found by its id where two entries lead to one tree', async () => {
    await world.commit('cow', providerFiles('cow'));
    for (const text of ['github:o/cow', 'github:o/cow@main']) await world.runtime().providers.getProvider(text);
    expect((await world.runtime().providers.getProvider('cow')).id).toBe('cow');
  });

  it('is told apart by its identifier from another one of the same id', async () => {
    await addCow(providerFiles('cow'));
    await world.commit('calf', providerFiles('cow', 'description: another one\n'));
    const { providers } = world.runtime();
    await providers.getProvider('github:o/calf');
    await expect(world.runtime().providers.getProvider('cow')).rejects.toMatchObject({ code: 'MC_PROVIDER_CONFLICT' });
    expect((await world.runtime().providers.findBestProvider('text-to-text')).order).toEqual([
      'github:o/calf',
      'github:o/cow',
    ]);
  });
});

describe('a lock file that cannot be read', () => {
  it.each(['{', '{"formatVersion":9}', '{"providers":{"github:o/cow":{}}}'])(
    'is listed as broken and left alone, and what is installed goes on: %s',
    async (text) => {
      const file = join(world.project, 'mediaconduit.lock');
      await writeFile(file, text);
      for (const [name, content] of Object.entries(providerFiles('cow')))
        await world.folder.write(`project/node_modules/cow-provider/${name}`, content);
      await world.folder.write('project/package.json', '{"dependencies":{"cow-provider":"1"}}');
      const { providers } = world.runtime();
      expect(providers.installed().map(({ id, problem }) => [id, problem?.code])).toEqual([
        ['cow', undefined],
        ['mediaconduit.lock', 'MC_CONFIG_INVALID'],
      ]);
      expect(providers.getAvailableProviders()).toEqual(['cow']);
      expect((await providers.getProvider('cow')).id).toBe('cow');
      await expect(providers.getProvider('calf')).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  );

  it('leads nowhere by the hash of a tree', async () => {
    await addCow();
    const file = join(world.project, 'mediaconduit.lock');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/t1-[0-9a-f]{64}/, '../../../project'));
    await world.folder.write('project/files/MediaConduit.provider.yml', 'id: other');
    expect(world.runtime().providers.installed()).toMatchObject([{ id: 'cow', isFetched: false }]);
  });
});
