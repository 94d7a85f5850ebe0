import type { Headers } from 'tar-stream';
import { readTar } from '../archive/read-tar';
import { invalidState } from './state-error';

/** What may be in a volume; devices and the like do not belong into one. */
const KINDS: ReadonlySet<string> = new Set(['file', 'contiguous-file', 'directory', 'symlink', 'link', 'fifo']);

/** What was seen of an archive so far. */
interface Seen {
  /** The folder that is the volume. */
  root: string | undefined;
  /** Paths of symbolic links. */
  readonly links: Set<string>;
}

/**
 * Reads the archive of a volume to its end.
 * @throws `MC_STATE_INVALID` when an entry does not stay in the volume, and whatever a damaged archive is read with.
 */
export async function checkVolumeArchive(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const seen: Seen = { root: undefined, links: new Set() };
  for await (const entry of readTar(content)) {
    const fault = faultOf(entry.header, seen);
    if (fault) throw invalidState(file, `in the data of a volume, ${JSON.stringify(entry.header.name)} ${fault}`);
    entry.resume();
  }
}

function faultOf({ linkname, name, type }: Headers, seen: Seen): string | undefined {
  const path = partsOf(name);
  seen.root ??= path[0];
  if (!isInside(path, seen)) return 'is not in the volume';
  if (!KINDS.has(type ?? '')) return `is a ${type}`;
  // Symbolic links may lead anywhere: only the service follows them. A second name of a file must not.
  if (type === 'link' && !isInside(partsOf(linkname ?? ''), seen)) return `is a link to ${JSON.stringify(linkname)}`;
  if (type === 'symlink') seen.links.add(path.join('/'));
  return undefined;
}

function isInside(path: readonly string[], { links, root }: Seen): boolean {
  if (path[0] === undefined || path[0] !== root) return false;
  return !path.slice(1).some((_, index) => links.has(path.slice(0, index + 1).join('/')));
}

/** Empty for a path that leads upwards or begins at the root. */
function partsOf(name: string): string[] {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return name.startsWith('/') || parts.includes('..') ? [] : parts;
}
