import { timingSafeEqual } from 'node:crypto';
import { constants, promises as fs } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { fault } from './fault';
import { HttpError } from './http-error';

/** Content type of a part that names a file of this machine instead of holding it; the runtime sends it. */
export const LOCAL_FILE_TYPE = 'application/vnd.mediaconduit.local-file+json';

/** Longer than any path; whoever sends more does not know the token anyway. */
const MAX_NAME_BYTES = 65_536;

/** A file of this machine that can be read. */
export interface LocalFile {
  /** Absolute. */
  readonly path: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

/**
 * Reads a part that names a file.
 * @throws {@link HttpError} 400 for a malformed part, 403 for another token, 422 for what is no readable file.
 */
export async function readLocalFile(part: Readable, fileToken: string): Promise<LocalFile> {
  const { path, contentType, token } = parseName(await textOf(part));
  if (!isSame(token, fileToken)) {
    throw new HttpError(403, 'the token for files of this machine is not the one of this service', {
      code: 'forbidden',
    });
  }
  if (!isAbsolute(path)) throw malformed();
  return { path, contentType, sizeBytes: await sizeOfReadable(path) };
}

async function textOf(part: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of part) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_NAME_BYTES) throw malformed();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseName(part: string): Record<'path' | 'contentType' | 'token', string> {
  let named: unknown;
  try {
    named = JSON.parse(part);
  } catch {
    throw malformed();
  }
  const { path, contentType = 'application/octet-stream', token } = Object(named) as Record<string, unknown>;
  if (typeof path !== 'string' || typeof contentType !== 'string' || typeof token !== 'string') throw malformed();
  return { path, contentType, token };
}

async function sizeOfReadable(path: string): Promise<number> {
  try {
    const found = await fs.stat(path);
    await fs.access(path, constants.R_OK);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw unreadable(path, (error as Error).message);
  }
  throw unreadable(path, 'it is no file'); // a pipe or a device would be read for ever
}

/** What a caller is told about a file of its own that the service cannot read. */
export function unreadable(path: string, why: string): HttpError {
  return fault('invalid-input', `the file ${JSON.stringify(path)} cannot be read: ${why}`);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function malformed(): HttpError {
  return new HttpError(400, 'a part that names a file needs {"path": absolute, "token"}', { code: 'bad-form' });
}
