import { readdirSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireFetchable } from '../source/stored/fetchable-identifier';
import { processMark } from '../store/process-mark';
import { BundleWorld, NPM, providersIn, sha256Of, SOUND } from './__fixtures__/bundle-world';

const world = BundleWorld.forTests();

describe('a bundle', () => {
  it('is all that another machine needs to run providers and services without a network', async () => {
    const asked = world.far.registry.asked.length;
    const { packages, providers } = world.there.runtime;
    expect(await packages.installBundle(world.at('all.tar'))).toMatchObject({
      packages: [
        { identifier: 'github:o/cow', provider: 'cow', isNew: true },
        { identifier: 'github:o/cow-service', service: 'cow-service', isNew: true },
        { identifier: NPM, provider: 'calf', isNew: true },
      ],
    });
    expect((await providers.getProvider('calf')).id).toBe('calf');
    const cow = await (await providers.getProvider('github:o/cow')).getModel('cow-default');
    expect(await cow.transform('Hello')).toBe('{"text":"Hello"}');
    expect(await packages.verify()).toMatchObject(SOUND);
    expect(await readFile(world.there.at('mediaconduit.lock'), 'utf8')).toBe(world.lock);
    expect((await packages.collect({ minAgeMs: 0 })).removed).toEqual([]);
    expect(world.far.registry.asked).toHaveLength(asked);
  });

  it('has the same bytes whenever and wherever it is made', async () => {
    const again = { file: world.at('again.tar'), identifiers: [NPM, 'github:o/cow'] };
    expect(await world.far.runtime().packages.bundle(again)).toMatchObject({
      file: world.at('again.tar'),
      packages: [
        { platform: 'any', entry: { provider: 'cow' } },
        { entry: { service: 'cow-service' } },
        { identifier: NPM },
      ],
      images: [],
    });
    const { packages } = world.there.runtime;
    await packages.installBundle(world.at('all.tar'));
    await packages.bundle({ file: world.there.at('all.tar') });
    const sums = await Promise.all(
      [world.at('all.tar'), world.at('again.tar'), world.there.at('all.tar')].map(sha256Of),
    );
    expect(new Set(sums).size).toBe(1);
  });

  it('of one provider holds its service, and nothing of others', async () => {
    const file = world.at('cow.tar');
    const { packages } = await world.far.runtime().packages.bundle({ file, identifiers: ['github:o/cow'] });
    expect(packages.map(({ identifier }) => identifier)).toEqual(['github:o/cow', 'github:o/cow-service']);
    expect((await readFile(file)).includes('moo moo')).toBe(false);
  });

  it('fetches what is not stored, and a service that nobody has used yet', async () => {
    const lock = JSON.stringify({ providers: { 'github:o/cow': world.entryOf('github:o/cow') } });
    const other = await world.elsewhere({ environment: world.mirrors, lock });
    await other.runtime.packages.bundle({ file: other.at('cow.tar') });
    expect(Object.keys(providersIn(await readFile(other.at('mediaconduit.lock'), 'utf8')))).toHaveLength(2);
    const frozen = { MEDIACONDUIT_FROZEN_LOCK: '1', ...world.mirrors };
    const refused = await world.elsewhere({ environment: frozen, lock });
    const bundle = refused.runtime.packages.bundle({ file: refused.at('cow.tar') });
    await expect(bundle).rejects.toMatchObject({ code: 'MC_NOT_LOCKED' });
  });

  it('holds no secret', async () => {
    expect((await readFile(world.at('all.tar'))).includes('SECRET')).toBe(false);
    await world.there.runtime.packages.installBundle(world.at('all.tar'));
    const lock = world.lock.replace('https://github.com/o/cow.git', 'https://me:SECRET@github.com/o/cow.git');
    await writeFile(world.there.at('mediaconduit.lock'), lock);
    const refused = world.there.runtime.packages.bundle({ file: world.there.at('all.tar') });
    await expect(refused).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
    await expect(refused).rejects.not.toThrow('SECRET');
  });

  it('is not made of files that are damaged', async () => {
    const { packages } = world.there.runtime;
    await packages.installBundle(world.at('all.tar'));
    const { folder } = await packages.open(requireFetchable('github:o/cow'));
    await chmod(folder, 0o755);
    await rm(join(folder, 'index.js'), { force: true });
    await writeFile(join(folder, 'index.js'), 'changed');
    await expect(packages.bundle({ file: world.there.at('all.tar') })).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
    expect(readdirSync(world.there.at()).filter((name) => name.includes('all.tar'))).toEqual([]);
  });

  it('replaces an older one, and what was left of it by a program that was killed', async () => {
    const dead = processMark().replace(/^\d+-\d*/, '999999999-1');
    const others = [`new.tar.${processMark()}~abcdefabcdef.part`, `new.tar.${dead}~abcdefabcdef.partx`, 'new.tar.part'];
    for (const name of ['new.tar', `new.tar.${dead}~abcdefabcdef.part`, ...others])
      await writeFile(world.at(name), 'old');
    await world.far.runtime().packages.bundle({ file: world.at('new.tar') });
    expect(await sha256Of(world.at('new.tar'))).toBe(await sha256Of(world.at('all.tar')));
    expect(
      readdirSync(world.at())
        .filter((name) => name.startsWith('new.tar'))
        .sort(),
    ).toEqual(['new.tar', ...others].sort());
  });
});

describe('install', () => {
  it('fetches exactly what the lock file names, heals what is damaged, and writes nothing', async () => {
    const lock = `${JSON.stringify({ providers: { [NPM]: world.entryOf(NPM) }, trust: [] })}\n`;
    const place = await world.elsewhere({ lock });
    await writeFile(place.at('.npmrc'), `registry=${world.far.registry.url}`);
    const { packages } = place.runtime;
    expect(await packages.install()).toEqual([{ identifier: NPM, state: 'fetched' }]);
    expect(await packages.install()).toEqual([{ identifier: NPM, state: 'stored' }]);
    const { folder } = await packages.open(requireFetchable(NPM));
    await chmod(folder, 0o755);
    await rm(join(folder, 'index.js'), { force: true });
    expect(await packages.install()).toEqual([{ identifier: NPM, state: 'fetched' }]);
    expect(await packages.verify()).toMatchObject([{ state: 'sound' }]);
    expect(await readFile(place.at('mediaconduit.lock'), 'utf8')).toBe(lock);
  });

  it('does not write the tree of one more platform into the lock file', async () => {
    const lock = JSON.stringify({ providers: { 'github:o/cow': { ...world.entryOf('github:o/cow'), trees: {} } } });
    const { at: inside, runtime } = await world.elsewhere({ environment: world.mirrors, lock });
    expect(await runtime.packages.install()).toEqual([{ identifier: 'github:o/cow', state: 'fetched' }]);
    expect(await readFile(inside('mediaconduit.lock'), 'utf8')).toBe(lock);
  });

  it('refuses what is not as it is locked', async () => {
    const lock = world.lock.replaceAll(/t1-[0-9a-f]{64}/g, `t1-${'0'.repeat(64)}`);
    const { at: inside, runtime } = await world.elsewhere({ environment: world.mirrors, lock });
    await expect(runtime.packages.install()).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
    expect(await readFile(inside('mediaconduit.lock'), 'utf8')).toBe(lock);
  });
});
