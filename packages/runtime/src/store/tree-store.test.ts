import { chmodSync, linkSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fill, PACKAGE, publish, storeWorld } from './__fixtures__/store-world';
import type { StoredTree } from './stored-tree';
import type { TreeStore } from './tree-store';

let world: Awaited<ReturnType<typeof storeWorld>>;
let store: TreeStore;

beforeEach(async () => {
  world = await storeWorld();
  store = world.store;
});
afterEach(() => world[Symbol.asyncDispose]());

const inodeOf = (tree: StoredTree, name: string): number => statSync(path.join(tree.folder, name)).ino;
const inStore = (...names: string[]): string[] => readdirSync(world.place(...names));

describe('TreeStore', () => {
  it('stores a tree under a hash that depends on names, contents and executable bits only', async () => {
    const tree = await publish(store, PACKAGE);
    const size = Object.values(PACKAGE).join('').length;
    expect(tree).toEqual({ hash: expect.stringMatching(/^t1-[0-9a-f]{64}$/), folder: tree.folder, sizeBytes: size });
    expect(readFileSync(path.join(tree.folder, 'dist/index.js'), 'utf8')).toBe(PACKAGE['dist/index.js']);
    const reversed = Object.fromEntries(Object.entries(PACKAGE).reverse());
    expect(await publish(store, reversed)).toEqual(tree);
    expect((await publish(store, { ...PACKAGE, 'dist/other.js': 'x' })).hash).not.toBe(tree.hash);
    await using staging = await store.stage();
    await fill(staging.folder, PACKAGE);
    chmodSync(path.join(staging.folder, 'dist/index.js'), 0o700);
    expect((await store.publish(staging)).hash).not.toBe(tree.hash);
    expect(inStore('tmp')).toEqual([]);
  });

  it('has one copy of what files have in common, also in other trees, and nobody may write to it', async () => {
    const one = await publish(store, PACKAGE);
    const two = await publish(store, { 'main.js': 'module.exports = 2;' });
    expect(inodeOf(one, 'dist/index.js')).toBe(inodeOf(one, 'node_modules/b/index.js'));
    expect(inodeOf(one, 'dist/other.js')).toBe(inodeOf(two, 'main.js'));
    for (const [name, mode] of [
      ['.', 0o40555],
      ['dist', 0o40555],
      ['dist/index.js', 0o100444],
    ] as const)
      expect(lstatSync(path.join(one.folder, name)).mode.toString(8)).toBe(mode.toString(8));
    expect(lstatSync(world.place()).mode & 0o077).toBe(0);
  });

  it('copies a folder that is not its own, and leaves that as it was', async () => {
    const own = path.dirname(await world.write('own/x', 'x'));
    await fill(own, PACKAGE);
    const large = Buffer.alloc(300_000, 'a');
    await fill(own, { large });
    const tree = await store.publish(own);
    expect(statSync(path.join(own, 'large'))).toMatchObject({ nlink: 1, mode: 0o100644 });
    expect(readFileSync(path.join(tree.folder, 'large')).equals(large)).toBe(true);
    expect(await publish(store, { ...PACKAGE, large, x: 'x' })).toEqual(tree);
  });

  it('keeps links inside a package', async () => {
    await using staging = await store.stage();
    await fill(staging.folder, PACKAGE);
    await mkdir(path.join(staging.folder, 'node_modules/.bin'));
    await symlink('../b/index.js', path.join(staging.folder, 'node_modules/.bin/b'));
    const tree = await store.publish(staging);
    expect(readFileSync(path.join(tree.folder, 'node_modules/.bin/b'), 'utf8')).toBe('module.exports = 1;');
    expect(await world.anew().get(tree.hash, { thorough: true })).toEqual(tree);
  });

  it('finds what is stored, in another process too, and nothing else', async () => {
    const tree = await publish(store, PACKAGE);
    expect(await store.get(tree.hash)).toEqual(tree);
    expect(await world.anew().get(tree.hash)).toEqual(tree);
    for (const hash of [`t1-${'0'.repeat(64)}`, '', '../tree', `${tree.hash}/files`, `../tree/${tree.hash}`])
      expect(await store.get(hash)).toBeUndefined();
    expect(await store.lease(`t1-${'0'.repeat(64)}`)).toBeUndefined();
    expect(inStore('leases')).toEqual([]);
  });

  it('stores an empty folder', async () => {
    const { hash } = await publish(store, {});
    expect((await store.get(hash))?.sizeBytes).toBe(0);
  });

  it('removes what was staged and not published', async () => {
    {
      await using staging = await store.stage();
      await fill(staging.folder, PACKAGE);
    }
    expect(inStore('tmp')).toEqual([]);
  });

  it('does not hold on to files that have a name outside', async () => {
    const outside = await world.write('outside', 'secret');
    await using staging = await store.stage();
    linkSync(outside, path.join(staging.folder, 'inside'));
    const tree = await store.publish(staging);
    expect(statSync(outside)).toMatchObject({ nlink: 1, mode: 0o100644 });
    expect(readFileSync(path.join(tree.folder, 'inside'), 'utf8')).toBe('secret');
  });
});
