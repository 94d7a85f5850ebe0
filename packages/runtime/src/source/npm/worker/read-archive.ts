import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf } from '@mediaconduit/sdk';
import { Parser, type ReadEntry } from 'tar';
import { codeOf } from './code-of';

/** Told what is found in an archive, in its order. */
export interface ArchiveReader {
  readonly onEntry: (entry: ReadEntry) => void;
  /** Something is wrong with it; the reading goes on as long as {@link isDone} says no. */
  readonly onFault: (reason: string) => void;
  /** Told of all bytes, headers among them. */
  readonly onBytes: (count: number) => void;
  readonly isDone: () => boolean;
}

const CHUNK_BYTES = 64 * 1024;
const HARMLESS_WARNINGS = new Set(['TAR_ENTRY_INFO']);

/** Reads a gzip-compressed tar piece by piece, as far as the reader wants it. */
export async function readArchive(archive: Readable, reader: ArchiveReader): Promise<void> {
  const parser = new Parser({ onReadEntry: reader.onEntry });
  parser.on('ignoredEntry', ({ path, type }: ReadEntry) => {
    reader.onFault(`${JSON.stringify(path.slice(0, 200))}: it is of an unknown kind (${type})`);
  });
  parser.on('warn', (code: string, message: string | Error) => {
    if (!HARMLESS_WARNINGS.has(code)) reader.onFault(`it is damaged (${messageOf(message)})`);
  });
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES });
  archive.once('error', (error) => unzip.destroy(error));
  archive.pipe(unzip);
  try {
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      reader.onBytes(chunk.length);
      if (reader.isDone()) return;
      parser.write(chunk);
    }
    parser.end();
  } catch (error) {
    if (!codeOf(error)?.startsWith('Z_')) throw error;
    reader.onFault(`it is no gzip file, or a damaged one (${messageOf(error)})`);
  } finally {
    archive.destroy();
    unzip.destroy();
  }
}
