import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FarWorld, providerFiles } from './__fixtures__/far-world';

const DAY_MS = 86_400_000;
const AGED = { MEDIACONDUIT_MIN_RELEASE_AGE: '3d' };
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

let world: FarWorld;
beforeEach(async () => (world = await FarWorld.start()));
afterEach(() => world[Symbol.asyncDispose]());

const publish = (version: string, publishedAt: string | null, dependencies = {}): void => {
  const { 'package.json': _, ...files } = providerFiles('cow', `version: ${version}\n`);
  world.registry.publish({ name: '@acme/cow', version, files, publishedAt, manifest: { dependencies } });
};
const identifier = { kind: 'npm', name: '@acme/cow', range: '^1', canonical: 'npm:@acme/cow@^1' } as const;
const cow = async (): Promise<unknown> => (await world.lock()).providers[identifier.canonical];

describe('a minimum release age', () => {
  it('passes a younger version over when something is added, and says so', async () => {
    publish('1.0.0', daysAgo(9));
    publish('1.1.0', daysAgo(1));
    const { events, providers } = world.runtime(AGED);
    const passedOver: object[] = [];
    events.on('release-passed-over', (one) => passedOver.push(one));
    await providers.getProvider('@acme/cow@^1');
    expect(await cow()).toMatchObject({ resolution: { version: '1.0.0', sizeBytes: 1000 } });
    expect(await cow()).not.toHaveProperty('resolution.passedOver');
    const allowedAt = expect.stringMatching(/^\d{4}-/) as unknown;
    expect(passedOver).toEqual([
      { identifier: identifier.canonical, version: '1.1.0', since: expect.any(String), allowedAt },
    ]);
  });

  it('refuses what has younger versions only, with the day that it may be taken', async () => {
    publish('1.0.0', daysAgo(2));
    publish('1.1.0', daysAgo(1));
    const asked = world.runtime(AGED).providers.getProvider('@acme/cow@^1');
    const error = (await asked.catch((thrown: unknown) => thrown)) as { facts: { allowedAt: string } };
    expect(error).toMatchObject({
      code: 'MC_RELEASE_TOO_YOUNG',
      hint: expect.stringContaining('--min-release-age 0'),
      facts: { version: '1.0.0', minimumMs: 3 * DAY_MS },
    });
    const inDays = (Date.parse(error.facts.allowedAt) - Date.now()) / DAY_MS;
    expect(inDays).toBeGreaterThan(0.9);
    expect(inDays).toBeLessThan(1.1);
    await expect(world.lock()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('takes nothing that the registry gives no date of', async () => {
    publish('1.0.0', null);
    await expect(world.runtime(AGED).providers.getProvider('@acme/cow@^1')).rejects.toMatchObject({
      code: 'MC_RELEASE_TOO_YOUNG',
      message: expect.stringContaining('does not say when'),
    });
  });

  it('holds for what a package depends on, too', async () => {
    world.registry.publish({ name: 'moo', version: '1.0.0', publishedAt: daysAgo(9) });
    world.registry.publish({ name: 'moo', version: '1.1.0', publishedAt: daysAgo(1) });
    publish('1.0.0', daysAgo(9), { moo: '^1.0.0' });
    await world.runtime(AGED).providers.getProvider('@acme/cow@^1');
    expect(await cow()).toMatchObject({ dependencies: [{ name: 'moo', version: '1.0.0' }] });
  });

  it('takes dates that mean nothing for none', async () => {
    publish('1.0.0', '+275760-09-13T00:00:00.000Z');
    const { packages } = world.runtime(AGED);
    await expect(packages.open(identifier)).rejects.toMatchObject({
      code: 'MC_RELEASE_TOO_YOUNG',
      message: expect.stringContaining('does not say when'),
    });
    publish('1.0.1', '0');
    await expect(packages.open(identifier)).rejects.toMatchObject({ code: 'MC_RELEASE_TOO_YOUNG' });
  });

  it.each([
    ['are too young', daysAgo(1), /moo@\^1\.0\.0/],
    ['have no date', null, /does not say when/],
    ['have something that looks like a date', 'version 1', /does not say when/],
  ])('refuses a package whose dependencies %s', async (_what, publishedAt, message) => {
    world.registry.publish({ name: 'moo', version: '1.0.0', publishedAt });
    publish('1.0.0', daysAgo(9), { moo: '^1.0.0' });
    await expect(world.runtime(AGED).providers.getProvider('@acme/cow@^1')).rejects.toMatchObject({
      code: 'MC_RELEASE_TOO_YOUNG',
      message: expect.stringMatching(message),
    });
  });

  it('is not asked of what is locked, which never becomes older', async () => {
    publish('1.0.0', daysAgo(9));
    publish('1.1.0', daysAgo(1));
    await world.runtime().providers.getProvider('@acme/cow@^1');
    publish('1.2.0', daysAgo(0));
    const { packages, providers } = world.runtime(AGED, join(world.folder.path, 'other-home'));
    expect(await providers.getProvider('cow')).toMatchObject({ id: 'cow' });
    await (await packages.renew(identifier)).accept?.();
    expect(await cow()).toMatchObject({ resolution: { version: '1.1.0' } });
    await (await packages.renew(identifier, { minReleaseAgeMs: 0 })).accept?.();
    expect(await cow()).toMatchObject({ resolution: { version: '1.2.0' } });
  });

  it('has exceptions, and is read from the settings', async () => {
    publish('1.0.0', daysAgo(1));
    const sources = { minReleaseAge: '3d', minReleaseAgeExclude: ['@acme/*'] };
    await world.folder.write(
      'home/settings.json',
      JSON.stringify({ sources: { ...sources, minReleaseAgeExclude: [] } }),
    );
    await expect(world.runtime().packages.open(identifier)).rejects.toMatchObject({ code: 'MC_RELEASE_TOO_YOUNG' });
    await writeFile(join(world.home, 'settings.json'), JSON.stringify({ sources }));
    await expect(world.runtime().packages.open(identifier)).resolves.toMatchObject({ canonical: identifier.canonical });
  });

  it('goes together with what an .npmrc says', async () => {
    publish('1.0.0', daysAgo(9));
    publish('1.1.0', daysAgo(1));
    await world.folder.write('project/.npmrc', `registry=${world.registry.url}\nmin-release-age=2\n`);
    expect(await world.runtime().packages.resolve(identifier)).toMatchObject({ version: '1.0.0' });
    expect(await world.runtime().packages.resolve(identifier, { minReleaseAgeMs: 1 })).toMatchObject({
      version: '1.0.0',
    });
    await world.folder.write('project/.npmrc', `registry=${world.registry.url}\nmin-release-age=20\n`);
    await expect(world.runtime(AGED).packages.resolve(identifier)).rejects.toMatchObject({
      message: expect.stringContaining('is 20d old'),
      hint: expect.stringContaining('your .npmrc'),
    });
  });
});

describe('a minimum release age of a repository', () => {
  const cowOf = async (): Promise<string | undefined> =>
    (await world.lock()).providers['github:o/cow']?.['resolution']?.['commit' as never];

  it('counts from when the commit was first seen here: its own dates prove nothing', async () => {
    const commit = await world.commit('cow', providerFiles('cow'));
    const asked = world.runtime(AGED).providers.getProvider('github:o/cow');
    await expect(asked).rejects.toMatchObject({
      code: 'MC_RELEASE_TOO_YOUNG',
      hint: expect.stringContaining(`github:o/cow#${commit}`),
      facts: { version: commit },
    });
    const [name = ''] = await readdir(join(world.home, 'seen'));
    const commits = [[commit, daysAgo(4)]];
    await writeFile(join(world.home, 'seen', name), JSON.stringify({ commits }));
    await expect(world.runtime(AGED).providers.getProvider('github:o/cow')).resolves.toMatchObject({ id: 'cow' });
  });

  it('is not asked of a commit that is named, nor of an exception', async () => {
    const commit = await world.commit('cow', providerFiles('cow'));
    await expect(world.runtime(AGED).providers.getProvider(`github:o/cow#${commit}`)).resolves.toMatchObject({
      id: 'cow',
    });
    const sources = { minReleaseAge: '3d', minReleaseAgeExclude: ['github:o/*'] };
    await world.folder.write('home/settings.json', JSON.stringify({ sources }));
    await expect(world.runtime().providers.getProvider('github:o/cow')).resolves.toMatchObject({ id: 'cow' });
  });

  it('lets an update stay where it is', async () => {
    const first = await world.commit('cow', providerFiles('cow'));
    await world.runtime().providers.getProvider('github:o/cow');
    const second = await world.commit('cow', providerFiles('cow', 'version: 2.0.0\n'));
    const { events, providers } = world.runtime(AGED);
    const passedOver: object[] = [];
    events.on('release-passed-over', (one) => passedOver.push(one));
    await providers.refreshProvider('github:o/cow');
    expect(await cowOf()).toBe(first);
    expect(passedOver).toEqual([expect.objectContaining({ identifier: 'github:o/cow', version: second })]);
  });
});
