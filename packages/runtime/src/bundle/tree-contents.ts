import { MediaConduitError } from '@mediaconduit/sdk';
import type { TreeEntry } from '../store/tree-index';

/** One file of a tree. */
export interface ContentPlace {
  readonly tree: string;
  readonly path: string;
  readonly isExecutable: boolean;
}

/** A content, and all files that have it. */
export interface TreeContent {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly places: readonly ContentPlace[];
}

/**
 * The contents of all files of some trees, in the order of their hashes, each once.
 * @throws `MC_INTEGRITY` when two trees do not agree on the size of one.
 */
export function contentsOf(trees: ReadonlyMap<string, readonly TreeEntry[]>): TreeContent[] {
  const contents = new Map<string, TreeContent & { readonly places: ContentPlace[] }>();
  for (const [tree, entries] of trees)
    for (const entry of entries) {
      if (entry.kind !== 'file') continue;
      const { isExecutable, path, sha256, sizeBytes } = entry;
      const content = contents.get(sha256) ?? { sha256, sizeBytes, places: [] };
      if (content.sizeBytes !== sizeBytes) throw disagreement(sha256);
      content.places.push({ tree, path, isExecutable });
      contents.set(sha256, content);
    }
  return [...contents.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

function disagreement(sha256: string): MediaConduitError {
  return new MediaConduitError('MC_INTEGRITY', `Two trees do not agree on the size of the content ${sha256}.`, {
    hint: 'do not use it before you know who made it',
    facts: { sha256 },
  });
}
