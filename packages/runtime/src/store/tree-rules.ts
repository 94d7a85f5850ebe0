import { leadsInside } from './link-target';
import { unsafeEntry } from './store-errors';
import type { TreeEntry } from './tree-index';

/** Longer ones lead nowhere on most disks. */
const TARGET_BYTES = 1024;
/** Links that lead through links, again and again, would keep us busy for hours. */
const LINK_STEPS = 300_000;

/** U+FFFD stands for bytes that are no text. */
export function checkCharacters(path: string): void {
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  if (/[\u0000-\u001f\u007f\\\ufffd]/.test(path))
    throw unsafeEntry(path, 'its name holds a control character, a backslash or no text');
}

/** Paths of one folder, or of all of a tree, which no disk may take for one another. */
export class NamesInFolder {
  readonly #seen = new Map<string, string>();

  add(path: string): void {
    const folded = path.normalize('NFC').toLowerCase();
    const other = this.#seen.get(folded);
    if (other !== undefined) throw unsafeEntry(path, `${JSON.stringify(other)} differs by case only`);
    this.#seen.set(folded, path);
  }
}

/** A link stays in its tree, whatever it leads through. */
export function checkLinks(entries: readonly Pick<TreeEntry, 'kind' | 'path'>[]): void {
  const links = new Map(entries.filter(isLink).map((entry) => [entry.path, entry.target]));
  const work = { stepsLeft: LINK_STEPS };
  for (const [path, target] of links) {
    checkCharacters(target);
    if (Buffer.byteLength(target) > TARGET_BYTES) throw unsafeEntry(path, 'it is a link to a path that is too long');
    if (target.startsWith('/')) throw unsafeEntry(path, 'it is an absolute link');
    const isInside = leadsInside(links, path, work);
    if (work.stepsLeft < 0) throw unsafeEntry(path, 'it is one of too many links that lead through others');
    if (!isInside) throw unsafeEntry(path, 'it is a link that leads out of its package');
  }
}

function isLink(entry: Pick<TreeEntry, 'kind'>): entry is Extract<TreeEntry, { readonly kind: 'link' }> {
  return entry.kind === 'link';
}
