import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** What a file holds. */
export interface HashedContent {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Windows has no such flag. */
const READ_NO_LINK = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/** Below this, one blocking call is faster than asking the thread pool, and does not block for long. */
export const SMALL_BYTES = 64 * 1024;
const CHUNK_BYTES = 256 * 1024;

/** The whole of a file that is no link, in one blocking call. */
export function readSmallFile(file: string): Buffer {
  const descriptor = openSync(file, READ_NO_LINK);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a file that is no link. */
export function openLargeFile(file: string): Promise<FileHandle> {
  return open(file, READ_NO_LINK);
}

/** @param sizeBytes what the file is expected to hold; it may hold something else. */
export async function hashFile(file: string, sizeBytes: number): Promise<HashedContent> {
  const hash = createHash('sha256');
  if (sizeBytes <= SMALL_BYTES) {
    const bytes = readSmallFile(file);
    return { sha256: hash.update(bytes).digest('hex'), sizeBytes: bytes.length };
  }
  await using handle = await openLargeFile(file);
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const read = async (): Promise<number> => (await handle.read(buffer, 0, CHUNK_BYTES)).bytesRead;
  let total = 0;
  for (let got = await read(); got > 0; got = await read()) {
    hash.update(buffer.subarray(0, got));
    total += got;
  }
  return { sha256: hash.digest('hex'), sizeBytes: total };
}
