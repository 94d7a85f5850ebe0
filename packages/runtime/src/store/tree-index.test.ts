import { formatIndex, parseIndex, pathsOf, sizeOf, treeHash, type TreeEntry } from './tree-index';

const sha256 = 'a'.repeat(64);
const ENTRIES: readonly TreeEntry[] = [
  { kind: 'folder', path: 'a' },
  { kind: 'file', path: 'a/run', isExecutable: true, sha256, sizeBytes: 7 },
  { kind: 'file', path: 'a/ü b', isExecutable: false, sha256, sizeBytes: 0 },
  { kind: 'link', path: 'link', target: 'a/run' },
];

describe('formatIndex', () => {
  it('is read again as it was, whatever the order was', () => {
    const index = formatIndex(ENTRIES);
    expect(index).toBe(formatIndex([...ENTRIES].reverse()));
    expect(parseIndex(index)).toEqual(ENTRIES);
    expect(pathsOf(index)).toEqual(ENTRIES.map(({ path }) => path));
    expect(sizeOf(parseIndex(index))).toBe(7);
  });

  it('has something for an empty tree', () => {
    expect([parseIndex(formatIndex([])), pathsOf(formatIndex([]))]).toEqual([[], []]);
  });

  it('never changes, since lock files name hashes', () => {
    expect(treeHash(formatIndex(ENTRIES))).toBe('t1-538f2abdc1ea17581ad3e617b7dc28c73eb5f1037899f5fe18771d0a46bb2573');
  });
});
