import { appendFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { BundleWorld, NPM, providersIn, SOUND } from './__fixtures__/bundle-world';

const world = BundleWorld.forTests();

describe('installBundle', () => {
  it('keeps what the lock file says of others, and what it says already', async () => {
    const other = { ...world.entryOf('github:o/cow'), provider: 'other' };
    const lock = JSON.stringify({ providers: { 'github:x/y': other, [NPM]: world.entryOf(NPM) }, trust: [] });
    const place = await world.elsewhere({ lock });
    const { packages } = await place.runtime.packages.installBundle(world.at('all.tar'));
    expect(packages.map(({ isNew }) => isNew)).toEqual([true, true, false]);
    const merged: unknown = JSON.parse(await readFile(place.at('mediaconduit.lock'), 'utf8'));
    expect(merged).toEqual({ providers: { ...providersIn(world.lock), 'github:x/y': other }, trust: [] });
  });

  it('overwrites no entry that differs', async () => {
    const lock = world.lock.replace('"calf"', '"bull"');
    const place = await world.elsewhere({ lock });
    await expect(place.runtime.packages.installBundle(world.at('all.tar'))).rejects.toMatchObject({
      code: 'MC_LOCK_CONFLICT',
      facts: { identifiers: [NPM] },
    });
    expect(await readFile(place.at('mediaconduit.lock'), 'utf8')).toBe(lock);
    expect(existsSync(place.at('home', 'store', 'tree'))).toBe(false);
  });

  it('leaves it to the project how a provider runs', async () => {
    const lock = JSON.stringify({ providers: { [NPM]: { ...world.entryOf(NPM), isolation: 'process' } } });
    const place = await world.elsewhere({ lock });
    await place.runtime.packages.installBundle(world.at('all.tar'));
    expect((await place.runtime.packages.locked()).get(NPM)?.isolation).toBe('process');
  });

  it('adds nothing where the lock file is frozen, and fetches what it names', async () => {
    const environment = { MEDIACONDUIT_FROZEN_LOCK: '1' };
    const empty = await world.elsewhere({ environment });
    const refused = empty.runtime.packages.installBundle(world.at('all.tar'));
    await expect(refused).rejects.toMatchObject({ code: 'MC_NOT_LOCKED' });
    expect(existsSync(empty.at('mediaconduit.lock'))).toBe(false);
    const { runtime } = await world.elsewhere({ environment, lock: world.lock });
    await runtime.packages.installBundle(world.at('all.tar'));
    expect(await runtime.packages.verify()).toMatchObject(SOUND);
  });

  it('takes in the file that it was given, also when that is exchanged meanwhile', async () => {
    await writeFile(world.there.at('all.tar'), await readFile(world.at('all.tar')));
    const onProgress = (): void => {
      rmSync(world.there.at('all.tar'));
      writeFileSync(world.there.at('all.tar'), 'something else');
    };
    await world.there.runtime.packages.installBundle(world.there.at('all.tar'), { onProgress });
    expect(await world.there.runtime.packages.verify()).toMatchObject(SOUND);
  });

  it('takes in nothing of a file that somebody writes to meanwhile', async () => {
    await writeFile(world.there.at('all.tar'), await readFile(world.at('all.tar')));
    const onProgress = (): void => appendFileSync(world.there.at('all.tar'), Buffer.alloc(1024));
    const installed = world.there.runtime.packages.installBundle(world.there.at('all.tar'), { onProgress });
    await expect(installed).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
    expect(existsSync(world.there.at('mediaconduit.lock'))).toBe(false);
    expect(existsSync(world.there.at('home', 'store', 'tree'))).toBe(false);
  });

  it('heals what is damaged there', async () => {
    await world.there.runtime.packages.installBundle(world.at('all.tar'));
    const [hash = ''] = readdirSync(world.there.at('home', 'store', 'tree'));
    await chmod(world.there.at('home', 'store', 'tree', hash, 'files'), 0o755);
    await rm(world.there.at('home', 'store', 'tree', hash, 'files', 'index.js'), { force: true });
    await world.there.runtime.packages.verify();
    await world.there.runtime.packages.installBundle(world.at('all.tar'));
    expect(await world.there.runtime.packages.verify()).toMatchObject(SOUND);
  });

  it('ends with its signal and with its runtime, and leaves nothing', async () => {
    const { packages } = world.there.runtime;
    const reason = new Error('enough');
    const early = packages.installBundle(world.at('all.tar'), { signal: AbortSignal.abort(reason) });
    await expect(early).rejects.toBe(reason);
    const aborting = new AbortController();
    const { signal } = aborting;
    const onProgress = (): void => aborting.abort(reason);
    await expect(packages.installBundle(world.at('all.tar'), { signal, onProgress })).rejects.toBe(reason);
    const late = new AbortController();
    const bundle = world.far
      .runtime()
      .packages.bundle({ file: world.at('no.tar'), signal: late.signal, onProgress: () => late.abort(reason) });
    await expect(bundle).rejects.toBe(reason);
    const closing = packages.installBundle(world.at('all.tar'), { onProgress: () => void world.there.runtime.close() });
    await expect(closing).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
    expect(existsSync(world.there.at('mediaconduit.lock'))).toBe(false);
    expect(readdirSync(world.there.at('home', 'store', 'tmp'))).toEqual([]);
    expect(readdirSync(world.at()).filter((name) => name.includes('no.tar'))).toEqual([]);
  });
});
