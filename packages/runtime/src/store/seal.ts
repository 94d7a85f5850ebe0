import { hash } from 'node:crypto';
import { chmodSync, lstatSync, readFileSync, utimesSync, type Stats } from 'node:fs';
import { chmod, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../config/write-file-atomic';
import { createPace, type Pace } from './pace';
import { errorCode } from './store-errors';
import type { TreePlaces } from './store-places';
import { formatIndex, pathsOf, sizeOf, type FileEntry, type TreeEntry } from './tree-index';

/**
 * Every file and folder of the store was last changed at this moment. Whatever is written later has another time, even
 * in the same tick of the kernel's clock: nothing that a copy or a backup does can hide a change by accident.
 */
const SEALED_SECONDS = 1_000_000_000;
const FACTS = 4;
const PACE_EVERY = 64;
const MAY_BE_GONE = { throwIfNoEntry: false } as const;
const FORMAT = 1;

/** Whether a file of the store is as it was sealed, as far as can be told without reading it. */
export function isSealed(stats: Stats, entry: FileEntry): boolean {
  return (
    stats.isFile() && stats.size === entry.sizeBytes && stats.mtimeMs === SEALED_SECONDS * 1000 && hasMode(stats, entry)
  );
}

function hasMode({ mode }: Stats, entry: FileEntry): boolean {
  return process.platform === 'win32' || (mode & 0o7777) === modeOf(entry);
}

function modeOf({ isExecutable }: Pick<FileEntry, 'isExecutable'>): number {
  return isExecutable ? 0o555 : 0o444;
}

/** Flushes a file to the disk and makes it read-only. */
export async function sealFile(file: string, entry: FileEntry): Promise<void> {
  await flushFile(file);
  markSealed(file, entry);
}

/** The part of {@link sealFile} that waits for the disk. */
export async function flushFile(file: string): Promise<void> {
  const handle = await openToWrite(file);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The rest of {@link sealFile}. */
export function markSealed(file: string, entry: FileEntry): void {
  utimesSync(file, SEALED_SECONDS, SEALED_SECONDS);
  chmodSync(file, modeOf(entry));
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
    utimesSync(folder, SEALED_SECONDS, SEALED_SECONDS);
    await pace();
  }
}

/** Makes a tree look sealed again after its contents were found right; a disk that cannot be written to stays as it is. */
export async function resealTree(places: TreePlaces, entries: readonly TreeEntry[]): Promise<void> {
  const pace = createPace();
  try {
    for (const entry of entries) {
      const file = join(places.files, entry.path);
      if (entry.kind === 'file' && !isSealed(lstatSync(file), entry)) await sealFile(file, entry);
      await pace();
    }
    await sealTree(places, entries);
  } catch {
    // then it is read again next time
  }
}

/** Makes the folders of a tree read-only, and records what everything in it looks like. */
export async function sealTree(
  places: TreePlaces,
  entries: readonly TreeEntry[],
  index = formatIndex(entries),
): Promise<void> {
  const pace = createPace();
  await sealFolders(places.files, entries, pace);
  const facts = await readFacts(places.files, pathsOf(index), pace);
  const seal = { formatVersion: FORMAT, facts, sizeBytes: sizeOf(entries) };
  if (facts !== undefined) await writeFileAtomic(places.seal, JSON.stringify(seal));
}

/** What a tree looked like when it was sealed. */
export interface Seal {
  readonly facts: string;
  readonly sizeBytes: number;
}

/** Undefined when it is missing, damaged or of another version: then the tree has to be read. */
export function readSeal(places: TreePlaces): Seal | undefined {
  try {
    const { facts, formatVersion, sizeBytes } = JSON.parse(readFileSync(places.seal, 'utf8')) as Record<
      string,
      unknown
    >;
    const isKnown = formatVersion === FORMAT && typeof facts === 'string' && typeof sizeBytes === 'number';
    return isKnown ? { facts, sizeBytes } : undefined;
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
