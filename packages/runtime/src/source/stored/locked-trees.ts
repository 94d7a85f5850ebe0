import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { realFolder } from '../../config/find-stack-file';
import type { LockedPackage } from '../../lock-file/locked-package';
import { readLocked } from '../../lock-file/project-lock';
import { storePlaces, treePlaces } from '../../store/store-places';
import { isTreeHash } from '../../store/tree-index';
import { treePlatform } from './tree-platform';

/** An entry of a lock file. */
export interface LockedTree {
  readonly canonical: string;
  readonly entry: LockedPackage;
  /** Where its tree is on this machine once it was fetched. Nobody has compared it with its hash, and nothing keeps it. */
  readonly folder: string;
}

/** Stands for the hash of a tree that was never made for this platform. */
const UNKNOWN = 'unknown';

/**
 * All that a lock file names, for listings: what is to be run is opened by `StoredPackages`.
 * @throws as `readLocked`.
 */
export function lockedTrees(lockFolder: string, home: string): LockedTree[] {
  const { trees } = storePlaces(realFolder(join(home, 'store')));
  return [...readLocked(lockFolder)].map(([canonical, entry]) => ({
    canonical,
    entry,
    folder: folderIn(trees, entry),
  }));
}

/** The folder of an entry as {@link lockedTrees} has it; `undefined` while nothing is there. */
export function storedFolderOf(entry: LockedPackage, home: string): string | undefined {
  const folder = folderIn(storePlaces(realFolder(join(home, 'store'))).trees, entry);
  return existsSync(folder) ? folder : undefined;
}

function folderIn(trees: string, entry: LockedPackage): string {
  const hash = entry.trees[treePlatform(entry)];
  const name = hash !== undefined && isTreeHash(hash) ? hash : UNKNOWN;
  return treePlaces(join(trees, name)).files;
}

/** The hash of the tree of the store that a folder belongs to; `undefined` for any other folder. */
export function treeHashOf(folder: string, home: string): string | undefined {
  const { trees } = storePlaces(realFolder(join(home, 'store')));
  const [hash = ''] = folder.startsWith(join(trees, '/')) ? folder.slice(trees.length + 1).split(/[\\/]/) : [];
  return isTreeHash(hash) ? hash : undefined;
}
