import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { ArchiveEntry } from './archive-entry';
import { ArchiveJudge } from './archive-judge';
import { ARCHIVE_LIMITS, RATIO_COUNTS_FROM_BYTES, type ArchiveLimits } from './archive-limits';
import { EntryWriter } from './entry-writer';
import { readArchive, type PackedArchive } from './read-archive';

/** What an archive is unpacked to. */
export interface UnpackOptions {
  /** Made if it is missing; removed when the archive cannot be written. */
  readonly folder: string;
  /** For errors: `axios@1.7.2`. */
  readonly label: string;
  readonly limits?: ArchiveLimits;
}

/** How much was written. */
export interface Unpacked {
  readonly entries: number;
  readonly bytes: number;
}

interface HeldEntry {
  readonly entry: ArchiveEntry;
  readonly chunks: Buffer[];
}

/** Headers and padding come on top of the files. */
const HEADERS_SHARE = 1.25;
/** What is larger is read a second time when it is written. */
const HELD_BYTES = 16 * 1024 ** 2;

/**
 * Unpacks a gzip-compressed tar, as npm packs packages. All of it is looked at before any of it is written.
 * @throws `MC_ARCHIVE_UNSAFE` for entries other than files and folders, paths that lead outside or meet, and what
 * exceeds the limits.
 */
export async function unpackArchive(archive: PackedArchive, options: UnpackOptions): Promise<Unpacked> {
  const { entries, bytes, held } = await judge(archive, options);
  const { folder } = options;
  const writer = new EntryWriter(folder);
  try {
    mkdirSync(folder, { recursive: true });
    if (held) writeHeld(writer, held);
    else await writeAnew(writer, archive, options);
    return { entries, bytes };
  } catch (error) {
    writer.close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function judge(
  archive: PackedArchive,
  options: UnpackOptions,
): Promise<Unpacked & { readonly held?: HeldEntry[] }> {
  const { limits = ARCHIVE_LIMITS } = options;
  const found = new ArchiveJudge(limits);
  let held: HeldEntry[] | undefined = [];
  let read = 0;
  await readArchive(archive, {
    onBytes: (count) => {
      read += count;
      if (read > RATIO_COUNTS_FROM_BYTES && read > archive.sizeBytes * limits.ratio)
        found.refuse(`it unpacks to more than ${limits.ratio} times its size`);
      if (read > limits.unpackedBytes * HEADERS_SHARE) found.refuse('it holds more headers than files');
    },
    onFault: (reason) => found.refuse(reason),
    isDone: () => found.fault !== undefined,
    onEntry: (entry) => {
      const known = found.look(entry);
      if (found.bytes > HELD_BYTES) held = undefined;
      if (known && held) held.push(hold(known, entry, found));
      else entry.resume();
    },
  });
  if (found.fault !== undefined) throw unsafe(options, found.fault);
  return { entries: found.entries, bytes: found.bytes, held };
}

function hold(known: ArchiveEntry, entry: NodeJS.EventEmitter, judged: ArchiveJudge): HeldEntry {
  const chunks: Buffer[] = [];
  entry.on('data', (chunk: Buffer) => {
    if (judged.bytes <= HELD_BYTES) chunks.push(chunk);
  });
  return { entry: known, chunks };
}

function writeHeld(writer: EntryWriter, held: readonly HeldEntry[]): void {
  for (const { entry, chunks } of held) {
    writer.open(entry);
    for (const chunk of chunks) writer.write(chunk);
    writer.close();
  }
}

/** It is the same archive, but it is judged again: nothing is written that was not looked at. */
async function writeAnew(writer: EntryWriter, archive: PackedArchive, options: UnpackOptions): Promise<void> {
  const judged = new ArchiveJudge(options.limits ?? ARCHIVE_LIMITS);
  let failure: Error | undefined;
  const guarded = (write: () => void): void => {
    try {
      if (failure === undefined) write();
    } catch (error) {
      failure = error as Error; // only what the disk says is thrown here
    }
  };
  await readArchive(archive, {
    onBytes: () => undefined,
    onFault: (reason) => judged.refuse(reason),
    isDone: () => judged.fault !== undefined || failure !== undefined,
    onEntry: (entry) => {
      const known = judged.look(entry);
      if (!known) return void entry.resume();
      guarded(() => writer.open(known));
      entry.on('data', (chunk: Buffer) => guarded(() => writer.write(chunk)));
    },
  });
  writer.close();
  if (failure !== undefined) throw failure;
  if (judged.fault !== undefined) throw unsafe(options, judged.fault);
}

function unsafe({ label }: UnpackOptions, reason: string): MediaConduitError {
  return new MediaConduitError('MC_ARCHIVE_UNSAFE', `The package ${label} was not unpacked: ${reason}.`, {
    hint: 'use another version of it, or tell its author',
    facts: { package: label, reason },
  });
}
