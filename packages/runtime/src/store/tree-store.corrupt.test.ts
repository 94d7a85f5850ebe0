import {
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createManualClock } from '@mediaconduit/testkit';
import { damage, PACKAGE, publish, storeWorld, type Files } from './__fixtures__/store-world';
import { createTreeStore } from './create-tree-store';
import type { StoredTree } from './stored-tree';

const RUNS = process.env['TORTURE'] ? 500 : 40;

type World = Awaited<ReturnType<typeof storeWorld>>;

/** What may happen to a tree on a disk; each is given the place of a file and of its folder in the store. */
const DAMAGES: readonly ((file: string, tree: StoredTree) => void)[] = [
  (file) => {
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
  },
  (file) => truncateSync(file, statSync(file).size - 1),
  (file) => truncateSync(file, 0),
  (file) => {
    const other = path.join(path.dirname(file), 'other.js');
    for (const [from, to] of [[file, `${file}~`], [other, file], [`${file}~`, other]] as const) renameSync(from, to); // prettier-ignore
  },
  (file) => rmSync(file),
  (file) => writeFileSync(path.join(path.dirname(file), 'added.js'), 'evil'),
  (file) => rmSync(path.dirname(file), { recursive: true }),
  (_, { folder }) => rmSync(path.join(folder, '../index')),
  (_, { folder }) => truncateSync(path.join(folder, '../index'), 100),
  (_, { folder }) => rmSync(folder, { recursive: true }),
];

/** Same lengths, so that only contents tell them apart. */
const filesOf = (run: number): Files => ({
  ...PACKAGE,
  'dist/index.js': `one ${run}`.padEnd(2000),
  'dist/other.js': `two ${run}`.padEnd(2000),
});

function expectWhole({ folder }: StoredTree, files: Files): void {
  for (const [name, content] of Object.entries(files))
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe(content);
}

const quarantined = (world: World): string[] => readdirSync(world.place('quarantine'));

describe('TreeStore with damaged trees', () => {
  it(`notices ${RUNS} damages of ${DAMAGES.length} kinds, and is whole again when the tree is published again`, async () => {
    await using world = await storeWorld();
    const shared = await publish(world.store, PACKAGE);
    let healed = 0;
    for (let run = 0; run < RUNS; run++) {
      const files = filesOf(run % 7);
      const tree = await publish(world.anew(), files);
      damage(tree, () => DAMAGES[run % DAMAGES.length]?.(path.join(tree.folder, 'dist/index.js'), tree));
      const store = world.anew();
      if ((await store.get(tree.hash)) !== undefined) continue;
      const again = await publish(store, files);
      expectWhole(again, files);
      if ((await world.anew().get(again.hash, { thorough: true })) !== undefined) healed++;
    }
    expect(healed).toBe(RUNS);
    expect(await world.anew().get(shared.hash, { thorough: true })).toEqual(shared);
    expect(quarantined(world)).toHaveLength(5);
    expect(readdirSync(world.place('tmp'))).toEqual([]);
  }, 120_000);

  it('does not give wrong bytes to a tree that is published later', async () => {
    await using world = await storeWorld();
    const one = await publish(world.store, PACKAGE);
    damage(one, () => writeFileSync(path.join(one.folder, 'dist/index.js'), 'module.exports = 9;'));
    const files = { 'main.js': 'module.exports = 1;' };
    expectWhole(await publish(world.anew(), files), files);
    expect(await world.anew().get(one.hash)).toBeUndefined();
    expectWhole(await publish(world.anew(), PACKAGE), PACKAGE);
  });

  it('reads everything when asked to, and finds what a disk has changed without a trace', async () => {
    await using world = await storeWorld();
    const tree = await publish(world.store, PACKAGE);
    const file = path.join(tree.folder, 'dist/index.js');
    const { atime, mtime } = statSync(file);
    chmodSync(file, 0o644);
    writeFileSync(file, 'module.exports = 9;');
    chmodSync(file, 0o444);
    utimesSync(file, atime, mtime);
    expect(await world.anew().get(tree.hash)).toEqual(tree);
    expect(await world.anew().get(tree.hash, { thorough: true })).toBeUndefined();
    expectWhole(await publish(world.anew(), PACKAGE), PACKAGE);
  });

  it('keeps a tree that only looks different, and looks at it quickly again afterwards', async () => {
    await using world = await storeWorld();
    const tree = await publish(world.store, PACKAGE);
    const file = path.join(tree.folder, 'dist/index.js');
    utimesSync(file, 1, 1);
    chmodSync(file, 0o644);
    rmSync(path.join(tree.folder, '../seal.json'));
    expect(await world.anew().get(tree.hash)).toEqual(tree);
    expect(statSync(file)).toMatchObject({ mode: 0o100444, mtimeMs: 1e12 });
    expect(statSync(path.join(tree.folder, '../seal.json')).size).toBeGreaterThan(60);
    expect(quarantinedOrNone(world)).toEqual([]);
  });

  it('trusts what it saw for a second', async () => {
    await using world = await storeWorld();
    const clock = createManualClock();
    const store = createTreeStore(world.home, clock);
    const tree = await publish(store, PACKAGE);
    damage(tree, () => truncateSync(path.join(tree.folder, 'dist/index.js'), 3));
    expect(await store.get(tree.hash)).toEqual(tree);
    await clock.advance(1001);
    expect(await store.get(tree.hash)).toBeUndefined();
  });
});

function quarantinedOrNone(world: World): string[] {
  return readdirSync(world.place()).includes('quarantine') ? quarantined(world) : [];
}
