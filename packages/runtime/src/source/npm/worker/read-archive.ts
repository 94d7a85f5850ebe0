import type { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { messageOf } from '@mediaconduit/sdk';
import type { ReadEntry } from 'tar';
import { Parser } from 'tar/parse';
import { codeOf } from './code-of';

/** A gzip-compressed tar. */
export interface PackedArchive {
  /** All of it, where it is in memory. */
  readonly bytes?: Buffer;
  readonly sizeBytes: number;
  open(): Readable;
}

/** Told what is found in an archive, in its order. */
export interface ArchiveReader {
  readonly onEntry: (entry: ReadEntry) => void;
  /** Something is wrong with it; the reading goes on as long as {@link isDone} says no. */
  readonly onFault: (reason: string) => void;
  /** Told of all bytes, headers among them. */
  readonly onBytes: (count: number) => void;
  readonly isDone: () => boolean;
}

/** What is larger when it is unpacked is never in memory as a whole. */
const AT_ONCE_BYTES = 16 * 1024 ** 2;
const PIECE_BYTES = 64 * 1024;
const SIZE_BYTES = 4;
/** How gzip files begin: the parser would unpack them once more, unseen by the reader. */
const GZIP = [0x1f, 0x8b];
const HARMLESS_WARNINGS = new Set(['TAR_ENTRY_INFO']);

/** Reads a gzip-compressed tar piece by piece, as far as the reader wants it. */
export async function readArchive(archive: PackedArchive, reader: ArchiveReader): Promise<void> {
  const parser = new Parser({ onReadEntry: reader.onEntry, zstd: false });
  const start: number[] = [];
  parser.on('ignoredEntry', ({ path, type }: ReadEntry) => {
    reader.onFault(`${JSON.stringify(path.slice(0, 200))}: it is of an unknown kind (${type})`);
  });
  parser.on('warn', (code: string, message: string | Error) => {
    if (!HARMLESS_WARNINGS.has(code)) reader.onFault(`it is damaged (${messageOf(message)})`);
  });
  try {
    for await (const piece of unzip(archive)) {
      reader.onBytes(piece.length);
      if (start.length < GZIP.length) start.push(...piece.subarray(0, GZIP.length));
      if (GZIP.every((byte, at) => start[at] === byte)) reader.onFault('it is compressed twice');
      if (reader.isDone()) return;
      parser.write(piece);
    }
    parser.end();
  } catch (error) {
    if (!codeOf(error)?.startsWith('Z_')) throw error;
    reader.onFault(`it is no gzip file, or a damaged one (${messageOf(error)})`);
  }
}

/** Streams cost more than all else that is done for a small package. */
function unzip(archive: PackedArchive): Iterable<Buffer> | AsyncIterable<Buffer> {
  const whole = archive.bytes && unzipAtOnce(archive.bytes);
  return whole ? piecesOf(whole) : unzipStream(archive.open());
}

/** Undefined for what is too large to be unpacked so. The size that a gzip file ends with spares the attempt, but may be a lie. */
function unzipAtOnce(bytes: Buffer): Buffer | undefined {
  if (bytes.length >= SIZE_BYTES && bytes.readUInt32LE(bytes.length - SIZE_BYTES) > AT_ONCE_BYTES) return undefined;
  try {
    return gunzipSync(bytes, { chunkSize: PIECE_BYTES, maxOutputLength: AT_ONCE_BYTES });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

function* piecesOf(whole: Buffer): Generator<Buffer> {
  for (let at = 0; at < whole.length; at += PIECE_BYTES) yield whole.subarray(at, at + PIECE_BYTES);
}

async function* unzipStream(archive: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  archive.once('error', (error) => gunzip.destroy(error));
  archive.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } finally {
    archive.destroy();
    gunzip.destroy();
  }
}
