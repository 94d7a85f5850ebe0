import { hash } from 'node:crypto';
import { chmodSync, lstatSync, readFileSync, utimesSync, writeFileSync, type Stats } from 'node:fs';
import { chmod, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../config/write-file-atomic';
import { createPace, type Pace } from './pace';
import { bootId } from './process-mark';
import { errorCode } from './store-errors';
import type { TreePlaces } from './store-places';
import { formatIndex, pathsOf, sizeOf, type FileEntry, type TreeEntry } from './tree-index';

/**
 * What is flushed to the disk was last changed at this moment, whatever it was before. What is written later has another
 * time, even in the same tick of the kernel's clock: nothing that a copy or a backup does can hide a change by accident.
 */
const FLUSHED_SECONDS = 1_000_000_000;
const FACTS = 4;
const PACE_EVERY = 64;
const MAY_BE_GONE = { throwIfNoEntry: false } as const;
const FORMAT = 2;

/**
 * When that was for what is not flushed: a moment of its own for every start of the machine, after the next of which it is
 * read before it is trusted. Undefined where one start cannot be told from another: there everything is flushed.
 */
function bootSeconds(): number | undefined {
  return bootId() === '' ? undefined : FLUSHED_SECONDS + 1 + (Number.parseInt(bootId(), 16) >>> 4);
}

/** Whether a file of the store is as it was sealed, as far as can be told without reading it. */
export function isSealed(stats: Stats, entry: FileEntry): boolean {
  return isSealedAt(stats, entry, FLUSHED_SECONDS) || isSealedAt(stats, entry, bootSeconds());
}

function isSealedAt(stats: Stats, entry: FileEntry, seconds: number | undefined): boolean {
  return (
    seconds !== undefined &&
    stats.isFile() &&
    stats.size === entry.sizeBytes &&
    stats.mtimeMs === seconds * 1000 &&
    hasMode(stats, entry)
  );
}

function hasMode({ mode }: Stats, entry: FileEntry): boolean {
  return process.platform === 'win32' || (mode & 0o7777) === modeOf(entry);
}

function modeOf({ isExecutable }: Pick<FileEntry, 'isExecutable'>): number {
  return isExecutable ? 0o555 : 0o444;
}

/** Makes a file read-only; where it has to be flushed that was done before. */
export function sealFile(file: string, entry: FileEntry): void {
  markSealed(file, entry, bootSeconds() ?? FLUSHED_SECONDS);
}

/** Flushes a file whose content was found right, and makes it read-only: the next start of the machine does not matter. */
export async function sealForGood(file: string, entry: FileEntry): Promise<void> {
  await flushFile(file);
  markSealed(file, entry, FLUSHED_SECONDS);
}

function markSealed(file: string, entry: FileEntry, seconds: number): void {
  utimesSync(file, seconds, seconds);
  chmodSync(file, modeOf(entry));
}

/** Whether files have to be flushed to the disk before they are sealed. */
export function mustFlush(): boolean {
  return bootSeconds() === undefined;
}

/** Waits until a file is on the disk. */
export async function flushFile(file: string): Promise<void> {
  const handle = await openToWrite(file);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What is sealed already cannot be written by its owner either. */
async function openToWrite(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r+');
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(errorCode(error))) throw error;
    await chmod(file, 0o600);
    return open(file, 'r+');
  }
}

async function sealFolders(root: string, entries: readonly TreeEntry[], pace: Pace): Promise<void> {
  for (const path of ['', ...entries.flatMap((entry) => (entry.kind === 'folder' ? [entry.path] : []))]) {
    const folder = join(root, path);
    chmodSync(folder, 0o555);
    utimesSync(folder, FLUSHED_SECONDS, FLUSHED_SECONDS);
    await pace();
  }
}

/** Makes a tree look sealed again after its contents were found right; a disk that cannot be written to stays as it is. */
export async function resealTree(places: TreePlaces, entries: readonly TreeEntry[]): Promise<void> {
  const pace = createPace();
  try {
    for (const entry of entries) {
      const file = join(places.files, entry.path);
      if (entry.kind === 'file' && !isSealedAt(lstatSync(file), entry, FLUSHED_SECONDS)) await sealForGood(file, entry);
      await pace();
    }
    await writeFileAtomic(places.seal, await sealOf(places, entries, formatIndex(entries)));
  } catch {
    // then it is read again next time
  }
}

/** Makes the folders of a staged tree read-only, and writes down its index and what everything in it looks like. */
export async function sealTree(places: TreePlaces, entries: readonly TreeEntry[], index: string): Promise<void> {
  const write = mustFlush() ? writeFileAtomic : writeFileSync;
  await write(places.index, index);
  await write(places.seal, await sealOf(places, entries, index, bootId()));
}

async function sealOf(
  { files }: TreePlaces,
  entries: readonly TreeEntry[],
  index: string,
  boot?: string,
): Promise<string> {
  const pace = createPace();
  await sealFolders(files, entries, pace);
  const facts = await readFacts(files, pathsOf(index), pace);
  return JSON.stringify({ formatVersion: FORMAT, facts, sizeBytes: sizeOf(entries), boot: boot || undefined });
}

/** What a tree looked like when it was sealed. */
export interface Seal {
  readonly facts: string;
  readonly sizeBytes: number;
}

/** Undefined when it is missing, damaged, of another version or of an earlier start of the machine: then the tree has to be read. */
export function readSeal(places: TreePlaces): Seal | undefined {
  try {
    const seal = JSON.parse(readFileSync(places.seal, 'utf8')) as Record<string, unknown>;
    const { boot = bootId(), facts, formatVersion, sizeBytes } = seal;
    const isKnown = formatVersion === FORMAT && typeof facts === 'string' && typeof sizeBytes === 'number';
    return isKnown && boot === bootId() ? { facts, sizeBytes } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A hash of inode, size, time and mode of every entry, and of the folder itself: 3 µs per entry. Undefined when one is
 * missing. Folders tell by their time whether something was added, removed or exchanged.
 */
export async function readFacts(root: string, paths: readonly string[], pace: Pace): Promise<string | undefined> {
  const facts = new Float64Array((paths.length + 1) * FACTS);
  for (let position = 0; position <= paths.length; position++) {
    const stats = lstatSync(position === 0 ? root : `${root}/${paths[position - 1]}`, MAY_BE_GONE);
    if (!stats) return undefined;
    const at = position * FACTS; // one by one: a list of them would be made for every entry
    facts[at] = stats.ino;
    facts[at + 1] = stats.isDirectory() ? 0 : stats.size;
    facts[at + 2] = stats.mtimeMs;
    facts[at + 3] = stats.mode;
    if (position % PACE_EVERY === 0) await pace();
  }
  return hash('sha256', facts);
}
