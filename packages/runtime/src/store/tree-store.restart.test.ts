import { readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { damage, PACKAGE, publish, storeWorld } from './__fixtures__/store-world';
import { readEntries } from './read-entries';
import type { StoredTree } from './stored-tree';

let boot = '0123abcd';
jest.mock('./process-mark', () => ({ ...jest.requireActual<object>('./process-mark'), bootId: () => boot }));
jest.mock('./read-entries', () => {
  const real = jest.requireActual<{ readEntries: typeof readEntries }>('./read-entries');
  return { ...real, readEntries: jest.fn(real.readEntries) };
});

const FILE = 'dist/index.js';
const LATER = 'fedc4321';

beforeEach(() => {
  boot = '0123abcd';
  jest.mocked(readEntries).mockClear();
});

/** What a power cut leaves of a file that was not flushed: its name, size and time are there, its content is not. */
function loseContent(tree: StoredTree): void {
  const file = path.join(tree.folder, FILE);
  const { atime, mtime, size } = statSync(file);
  damage(tree, () => {
    writeFileSync(file, Buffer.alloc(size));
    utimesSync(file, atime, mtime);
  });
}

it('reads a tree once after the machine was started again, and then never', async () => {
  await using world = await storeWorld();
  const tree = await publish(world.store, PACKAGE);
  expect(await world.anew().get(tree.hash)).toEqual(tree);
  expect(readEntries).not.toHaveBeenCalled();
  boot = LATER;
  expect(await world.anew().get(tree.hash)).toEqual(tree);
  expect(readEntries).toHaveBeenCalledTimes(1);
  expect(await world.anew().get(tree.hash)).toEqual(tree);
  boot = '00000001';
  expect(await world.anew().get(tree.hash)).toEqual(tree);
  expect(readEntries).toHaveBeenCalledTimes(1);
});

it('gives no content away that a power cut has lost, neither in its tree nor in one that is published later', async () => {
  await using world = await storeWorld();
  const lost = await publish(world.store, PACKAGE);
  const same = { 'main.js': 'module.exports = 1;' };
  loseContent(lost);
  boot = LATER;
  const later = await publish(world.anew(), same);
  expect(readFileSync(path.join(later.folder, 'main.js'), 'utf8')).toBe(same['main.js']);
  expect(await world.anew().get(lost.hash)).toBeUndefined();
  const again = await publish(world.anew(), PACKAGE);
  expect(await world.anew().get(again.hash, { thorough: true })).toEqual(again);
});

it.each(['index', 'seal.json'])('is whole again after a power cut has emptied the file %s of a tree', async (name) => {
  await using world = await storeWorld();
  const tree = await publish(world.store, PACKAGE);
  damage(tree, () => truncateSync(path.join(tree.folder, '..', name), 0));
  boot = LATER;
  const found = (await world.anew().get(tree.hash)) ?? (await publish(world.anew(), PACKAGE));
  expect(await world.anew().get(found.hash, { thorough: true })).toEqual(tree);
});

it('shares a content that was stored before the machine was started again, after it was read', async () => {
  await using world = await storeWorld();
  const before = await publish(world.store, PACKAGE);
  boot = LATER;
  const after = await publish(world.anew(), { ...PACKAGE, 'README.md': 'more' });
  const inode = (tree: StoredTree): number => statSync(path.join(tree.folder, FILE)).ino;
  expect(inode(after)).toBe(inode(before));
  expect(await world.anew().get(before.hash)).toEqual(before);
  expect(await world.anew().get(after.hash)).toEqual(after);
});
