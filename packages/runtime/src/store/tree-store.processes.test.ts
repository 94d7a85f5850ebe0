import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { PACKAGE, publish, startProgram, storeWorld } from './__fixtures__/store-world';

const TORTURE = Boolean(process.env['TORTURE']);
const PROCESSES = TORTURE ? 8 : 4;
const ROUNDS = TORTURE ? 100 : 8;
const KILLS = TORTURE ? 200 : 8;
const COLLECTOR_KILLS = TORTURE ? 100 : 5;
const USE_MS = TORTURE ? 60_000 : 2000;

interface Said {
  readonly hash?: string;
  readonly failed?: unknown;
  readonly used?: number;
  readonly removed?: number;
}

async function allSaid(child: ChildProcess): Promise<Said[]> {
  const said: Said[] = [];
  const closed = once(child, 'close');
  if (child.stdout) for await (const line of createInterface(child.stdout)) said.push(JSON.parse(line) as Said);
  await closed;
  return said;
}

async function killAfter(child: ChildProcess, ms: number): Promise<Said[]> {
  if (child.stdout) await once(child.stdout, 'readable');
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  const said = await allSaid(child);
  clearTimeout(timer);
  return said;
}

async function expectAllWhole({ anew, place }: Awaited<ReturnType<typeof storeWorld>>): Promise<string[]> {
  const hashes = readdirSync(place('tree'));
  for (const hash of hashes) expect((await anew().get(hash, { thorough: true }))?.hash).toBe(hash);
  return hashes;
}

describe('TreeStore of many processes', () => {
  it(`has one whole tree each when ${PROCESSES} processes publish the same ${ROUNDS} trees`, async () => {
    await using world = await storeWorld();
    const programs = Array.from({ length: PROCESSES }, () =>
      startProgram({ task: 'publish', home: world.home, argument: String(ROUNDS) }),
    );
    const all = await Promise.all(programs.map(allSaid));
    for (const said of all) expect(said.map(({ hash }) => hash)).toEqual(all[0]?.map(({ hash }) => hash));
    expect(await expectAllWhole(world)).toHaveLength(ROUNDS);
    expect(all[0]).toHaveLength(ROUNDS);
    expect(readdirSync(world.place('tmp'))).toEqual([]);
  }, 300_000);

  it(`holds nothing but whole trees after ${KILLS} kills of somebody who publishes`, async () => {
    await using world = await storeWorld();
    await publish(world.store, PACKAGE); // a slow machine may not get to one before it is killed
    let published = 1;
    for (let kill = 0; kill < KILLS; kill++) {
      const said = await killAfter(
        startProgram({ task: 'publishForEver', home: world.home, argument: `run ${kill}` }),
        Math.random() * 150,
      );
      const hashes = said.flatMap(({ hash }) => hash ?? []);
      published += hashes.length;
      for (const hash of hashes) expect(await world.anew().get(hash)).toBeDefined();
    }
    expect((await expectAllWhole(world)).length).toBeGreaterThanOrEqual(published);
    await (await world.anew().stage())[Symbol.asyncDispose]();
    expect(readdirSync(world.place('tmp'))).toEqual([]);
  }, 300_000);

  it(`loses nothing that is used while others collect for ${USE_MS / 1000} s`, async () => {
    await using world = await storeWorld();
    const users = Array.from({ length: PROCESSES }, () =>
      startProgram({ task: 'use', home: world.home, argument: String(USE_MS) }),
    );
    // As old as a tree gets between two steps of a user that the machine does not let run.
    const collectors = Array.from({ length: 2 }, () =>
      startProgram({ task: 'collect', home: world.home, argument: '1000' }),
    );
    const collected = collectors.map(allSaid);
    const said = (await Promise.all(users.map(allSaid))).flat();
    for (const collector of collectors) collector.kill('SIGKILL');
    expect(said.map(({ failed }) => failed)).toEqual(users.map(() => []));
    expect(said.reduce((sum, { used = 0 }) => sum + used, 0)).toBeGreaterThan(PROCESSES);
    const steps = (await Promise.all(collected)).flat();
    expect(steps.filter(({ failed }) => failed)).toEqual([]);
    if (TORTURE) expect(steps.reduce((sum, { removed = 0 }) => sum + removed, 0)).toBeGreaterThan(0);
    await expectAllWhole(world);
  }, 300_000);

  it(`survives ${COLLECTOR_KILLS} kills of a collector`, async () => {
    await using world = await storeWorld();
    const kept = await publish(world.store, PACKAGE);
    await using lease = await world.store.lease(kept.hash);
    for (let kill = 0; kill < COLLECTOR_KILLS; kill++) {
      for (let tree = 0; tree < 5; tree++) await publish(world.store, { [`file${tree}`]: `${kill} ${tree}` });
      await killAfter(startProgram({ task: 'collect', home: world.home, argument: '0' }), Math.random() * 20);
      await using again = await world.anew().lease(kept.hash);
      expect(again?.tree).toEqual(kept);
    }
    await expectAllWhole(world);
    await world.anew().collect({ roots: [], minAgeMs: 0 });
    expect(readdirSync(world.place('tree'))).toEqual([kept.hash]);
    expect(readdirSync(world.place('tmp'))).toEqual([]);
    expect(lease?.tree).toEqual(kept);
  }, 300_000);
});

describe('TreeStore.collect', () => {
  it('keeps what is named, leased or young, and frees what nobody has', async () => {
    await using world = await storeWorld();
    const { store } = world;
    const [named, leased, unused] = [
      await publish(store, { a: 'named', common: 'x' }),
      await publish(store, { a: 'leased', common: 'x' }),
      await publish(store, { a: 'unused', common: 'x' }),
    ];
    const lease = await store.lease(leased.hash);
    const roots = [named.hash, 'nonsense'];
    expect(await store.collect({ roots })).toEqual({ removed: [], kept: 3, freedBytes: 0 });
    expect(await store.collect({ roots, minAgeMs: 0, dryRun: true })).toMatchObject({
      removed: [unused.hash],
      kept: 2,
    });
    const report = await store.collect({ roots, minAgeMs: 0 });
    expect(report).toMatchObject({ removed: [unused.hash], kept: 2 });
    expect(report.freedBytes).toBeGreaterThan(6);
    expect(await store.get(unused.hash)).toBeUndefined();
    await lease?.[Symbol.asyncDispose]();
    expect(await store.collect({ roots, minAgeMs: 0 })).toMatchObject({ removed: [leased.hash], kept: 1 });
    expect(await world.anew().get(named.hash, { thorough: true })).toEqual(named);
    expect(readdirSync(world.place('leases'))).toEqual([]);
  });

  it('counts age from the last use', async () => {
    await using world = await storeWorld();
    const { hash } = await publish(world.store, PACKAGE);
    const old = (): void => utimesSync(world.place('tree', hash), 1, 1);
    old();
    await (await world.store.lease(hash))?.[Symbol.asyncDispose]();
    expect((await world.store.collect({ roots: [] })).kept).toBe(1);
    old();
    await publish(world.store, PACKAGE);
    expect((await world.store.collect({ roots: [] })).kept).toBe(1);
    old();
    expect((await world.store.collect({ roots: [] })).removed).toEqual([hash]);
  });

  it('lets a lease end with its process, and believes processes that it cannot ask for a week', async () => {
    await using world = await storeWorld();
    const { hash } = await publish(world.store, PACKAGE);
    const program = startProgram({ task: 'lease', home: world.home, argument: hash });
    if (program.stdout) await once(program.stdout, 'data');
    const collect = (): Promise<{ kept: number }> => world.store.collect({ roots: [], minAgeMs: 0 });
    expect((await collect()).kept).toBe(1);
    program.kill('SIGKILL');
    await once(program, 'close');
    const foreign = world.place('leases', `${hash}~7-7-00000000-7~x`);
    writeFileSync(foreign, '');
    expect((await collect()).kept).toBe(1);
    utimesSync(foreign, 1, 1);
    expect((await collect()).kept).toBe(0);
  });

  it('removes what a dead process left, and leaves what a living one makes', async () => {
    await using world = await storeWorld();
    await using staging = await world.store.stage();
    mkdirSync(world.place('tmp', 'nonsense', 'files'), { recursive: true });
    utimesSync(world.place('tmp', 'nonsense'), 1, 1);
    await world.anew().collect({ roots: [] });
    expect(readdirSync(world.place('tmp'))).toHaveLength(1);
    expect(readdirSync(staging.folder)).toEqual([]);
  });
});
