import { basename, dirname, join } from 'node:path';
import { isTreeHash } from './tree-index';

/** Where things are in a store. Everything is in its last place whole, or in `temporary`. */
export interface StorePlaces {
  readonly root: string;
  readonly format: string;
  /** Contents of files by hash; the trees hold hard links to them. */
  readonly blobs: string;
  /** One folder per tree, with its files, its index and its seal. */
  readonly trees: string;
  /** Empty files whose names say which tree is used by which process. */
  readonly leases: string;
  /** Empty files of the processes that choose trees to remove at this moment. */
  readonly collecting: string;
  readonly temporary: string;
  readonly quarantine: string;
}

/** The layout of a store. */
export function storePlaces(root: string): StorePlaces {
  return {
    root,
    format: join(root, 'format.json'),
    blobs: join(root, 'blob', 'sha256'),
    trees: join(root, 'tree'),
    leases: join(root, 'leases'),
    collecting: join(root, 'collecting'),
    temporary: join(root, 'tmp'),
    quarantine: join(root, 'quarantine'),
  };
}

/** What the folder of one tree holds. */
export interface TreePlaces {
  readonly entry: string;
  readonly files: string;
  readonly index: string;
  readonly seal: string;
  /** Of a provider, as it was parsed: a copy, which may be missing. */
  readonly manifest: string;
}

/** The layout of the folder of a tree, which is the same before and after it is published. */
export function treePlaces(entry: string): TreePlaces {
  const place = (name: string): string => join(entry, name);
  return { entry, files: place('files'), index: place('index'), seal: place('seal.json'), manifest: place('manifest') };
}

/** The tree whose files a folder holds; undefined for a folder that is none of a store. */
export function treeOfFiles(folder: string): TreePlaces | undefined {
  const entry = dirname(folder);
  return basename(folder) === 'files' && isTreeHash(basename(entry)) ? treePlaces(entry) : undefined;
}
