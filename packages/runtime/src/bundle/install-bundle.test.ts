import { appendFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { BundleWorld, NPM, providersIn, SOUND, type Place } from './__fixtures__/bundle-world';

let world: BundleWorld;
let there: Place;
beforeAll(async () => (world = await BundleWorld.start()), 60_000);
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => (there = await world.elsewhere()));
afterEach(() => world.leave());

const at = (...names: string[]): string => world.at(...names);

describe('installBundle', () => {
  it('keeps what the lock file says of others, and what it says already', async () => {
    const other = { ...world.entryOf('github:o/cow'), provider: 'other' };
    const lock = JSON.stringify({ providers: { 'github:x/y': other, [NPM]: world.entryOf(NPM) }, trust: [] });
    const place = await world.elsewhere({ lock });
    const { packages } = await place.runtime.packages.installBundle(at('all.tar'));
    expect(packages.map(({ isNew }) => isNew)).toEqual([true, true, false]);
    const merged: unknown = JSON.parse(await readFile(place.at('mediaconduit.lock'), 'utf8'));
    expect(merged).toEqual({ providers: { ...providersIn(world.lock), 'github:x/y': other }, trust: [] });
  });

  it('overwrites no entry that differs', async () => {
    const lock = world.lock.replace('"calf"', '"bull"');
    const place = await world.elsewhere({ lock });
    await expect(place.runtime.packages.installBundle(at('all.tar'))).rejects.toMatchObject({
      code: 'MC_LOCK_CONFLICT',
      facts: { identifiers: [NPM] },
    });
    expect(await readFile(place.at('mediaconduit.lock'), 'utf8')).toBe(lock);
    expect(existsSync(place.at('home', 'store', 'tree'))).toBe(false);
  });

  it('leaves it to the project how a provider runs', async () => {
    const lock = JSON.stringify({ providers: { [NPM]: { ...world.entryOf(NPM), isolation: 'process' } } });
    const place = await world.elsewhere({ lock });
    await place.runtime.packages.installBundle(at('all.tar'));
    expect((await place.runtime.packages.locked()).get(NPM)?.isolation).toBe('process');
  });

  it('adds nothing where the lock file is frozen, and fetches what it names', async () => {
    const environment = { MEDIACONDUIT_FROZEN_LOCK: '1' };
    const empty = await world.elsewhere({ environment });
    const refused = empty.runtime.packages.installBundle(at('all.tar'));
    await expect(refused).rejects.toMatchObject({ code: 'MC_NOT_LOCKED' });
    expect(existsSync(empty.at('mediaconduit.lock'))).toBe(false);
    const { runtime } = await world.elsewhere({ environment, lock: world.lock });
    await runtime.packages.installBundle(at('all.tar'));
    expect(await runtime.packages.verify()).toMatchObject(SOUND);
  });

  it('takes in the file that it was given, also when that is exchanged meanwhile', async () => {
    await writeFile(there.at('all.tar'), await readFile(at('all.tar')));
    const onProgress = (): void => {
      rmSync(there.at('all.tar'));
      writeFileSync(there.at('all.tar'), 'something else');
    };
    await there.runtime.packages.installBundle(there.at('all.tar'), { onProgress });
    expect(await there.runtime.packages.verify()).toMatchObject(SOUND);
  });

  it('takes in nothing of a file that somebody writes to meanwhile', async () => {
    await writeFile(there.at('all.tar'), await readFile(at('all.tar')));
    const onProgress = (): void => appendFileSync(there.at('all.tar'), Buffer.alloc(1024));
    const installed = there.runtime.packages.installBundle(there.at('all.tar'), { onProgress });
    await expect(installed).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
    expect(existsSync(there.at('mediaconduit.lock'))).toBe(false);
    expect(existsSync(there.at('home', 'store', 'tree'))).toBe(false);
  });

  it('heals what is damaged there', async () => {
    await there.runtime.packages.installBundle(at('all.tar'));
    const [hash = ''] = readdirSync(there.at('home', 'store', 'tree'));
    await rm(there.at('home', 'store', 'tree', hash, 'files', 'index.js'), { force: true });
    await there.runtime.packages.verify();
    await there.runtime.packages.installBundle(at('all.tar'));
    expect(await there.runtime.packages.verify()).toMatchObject(SOUND);
  });

  it('ends with its signal and with its runtime, and leaves nothing', async () => {
    const { packages } = there.runtime;
    const reason = new Error('enough');
    const early = packages.installBundle(at('all.tar'), { signal: AbortSignal.abort(reason) });
    await expect(early).rejects.toBe(reason);
    const aborting = new AbortController();
    const { signal } = aborting;
    const onProgress = (): void => aborting.abort(reason);
    await expect(packages.installBundle(at('all.tar'), { signal, onProgress })).rejects.toBe(reason);
    const late = new AbortController();
    const bundle = world.far
      .runtime()
      .packages.bundle({ file: at('no.tar'), signal: late.signal, onProgress: () => late.abort(reason) });
    await expect(bundle).rejects.toBe(reason);
    const closing = packages.installBundle(at('all.tar'), { onProgress: () => void there.runtime.close() });
    await expect(closing).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
    expect(existsSync(there.at('mediaconduit.lock'))).toBe(false);
    expect(readdirSync(there.at('home', 'store', 'tmp'))).toEqual([]);
    expect(readdirSync(at()).filter((name) => name.includes('no.tar'))).toEqual([]);
  });
});
