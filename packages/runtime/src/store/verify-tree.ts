import { existsSync, readFileSync } from 'node:fs';
import { createPace } from './pace';
import type { readEntries } from './read-entries';
import { readFacts, readSeal } from './seal';
import { errorCode } from './store-errors';
import type { TreePlaces } from './store-places';
import { formatIndex, indexLine, parseIndex, pathsOf, treeHash, type TreeEntry } from './tree-index';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when a tree does not look as it was sealed */
const load = () => require('./read-entries') as { readEntries: typeof readEntries };

/** What is known of a tree after it was looked at. */
export type Verdict =
  | { readonly state: 'sealed'; readonly sizeBytes: number }
  | { readonly state: 'read'; readonly entries: readonly TreeEntry[] }
  | { readonly state: 'missing' }
  | { readonly state: 'corrupt'; readonly suspects: readonly TreeEntry[] };

/**
 * Compares a tree with its index. Nothing is read as long as everything looks as it was sealed, unless `thorough`.
 * `read` is a tree whose contents are right, although it looks different: copied from a backup, say.
 */
export async function verifyTree(places: TreePlaces, hash: string, thorough: boolean): Promise<Verdict> {
  const index = readIndex(places);
  if (index === undefined || treeHash(index) !== hash)
    return existsSync(places.entry) ? { state: 'corrupt', suspects: [] } : { state: 'missing' };
  const pace = createPace();
  const seal = thorough ? undefined : readSeal(places);
  if (seal && seal.facts === (await readFacts(places.files, pathsOf(index), pace)))
    return { state: 'sealed', sizeBytes: seal.sizeBytes };
  const entries = parseIndex(index);
  const found = await load().readEntries(places.files, pace);
  if (formatIndex(found) === index) return { state: 'read', entries };
  if (!existsSync(places.entry)) return { state: 'missing' }; // collected meanwhile
  const right = new Set(found.map(indexLine));
  return { state: 'corrupt', suspects: entries.filter((entry) => !right.has(indexLine(entry))) };
}

function readIndex(places: TreePlaces): string | undefined {
  try {
    return readFileSync(places.index, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error))) return undefined;
    throw error;
  }
}
