import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { createTreeStore } from '../../store/create-tree-store';
import type { Fetcher } from '../fetch/fetcher';
import { parseIdentifier } from '../identifier';
import { isFetchable } from './fetchable-identifier';
import { HeldTrees } from './held-trees';
import { PackageFetcher } from './package-fetcher';

const resolution = { canonical: 'github:o/cow#1', resolved: 'https://github.com/o/cow.git', commit: '1' };
const fetcher: Fetcher = {
  name: 'fake',
  handles: () => true,
  resolve: async () => resolution,
  fetch: async (_resolution, folder) => {
    await writeFile(join(folder, 'index.js'), 'moo');
    return { resolution, scripts: [] };
  },
};

describe('PackageFetcher', () => {
  it('holds what it has fetched until its program ends, whatever is collected meanwhile', async () => {
    await using home = await temporaryFolder();
    const [ours, others] = [createTreeStore(home.path), createTreeStore(home.path)];
    const trees = new HeldTrees(ours, home.path);
    const packages = new PackageFetcher({
      trees,
      fetchers: [fetcher],
      lookAtDependencies: async () => ({ needed: [], scripts: [] }),
      installDependencies: async () => ({ dependencies: [], hostPackages: [], scripts: [] }),
    });
    const identifier = parseIdentifier('github:o/cow', home.path);
    if (!isFetchable(identifier)) throw new TypeError('a repository can be fetched');
    const { tree } = await packages.fetch(identifier, resolution, { signal: new AbortController().signal });
    const everything = { roots: [], minAgeMs: 0 };
    expect(await others.collect(everything)).toMatchObject({ removed: [] });
    expect(await trees.folderOf(tree.hash)).toBe(tree.folder);
    await trees[Symbol.asyncDispose]();
    expect(await others.collect(everything)).toMatchObject({ removed: [tree.hash] });
  });
});
