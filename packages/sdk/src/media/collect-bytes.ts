import type { Readable } from 'node:stream';
import { MediaConduitError } from '../error/mediaconduit-error';
import { toBuffer } from './media-stream';

/** Largest value that is collected in memory when the caller names no other: 256 MiB. */
export const DEFAULT_MAX_BYTES = 268_435_456;

/**
 * All bytes of a stream in one Buffer.
 * @throws `MC_INPUT_TOO_LARGE` as soon as there are more than `maxBytes`; the stream is then destroyed.
 */
export async function collectBytes(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = toBuffer(chunk);
    size += bytes.length;
    checkSize(size, maxBytes);
    chunks.push(bytes);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
}

/** The first bytes of a stream, which is closed afterwards: `length` of them, or all when there are fewer. */
export async function collectHead(stream: Readable, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = toBuffer(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size >= length) break;
  }
  return Buffer.concat(chunks).subarray(0, length);
}

/** @throws `MC_INPUT_TOO_LARGE` */
export function checkSize(sizeBytes: number, maxBytes: number): void {
  if (sizeBytes <= maxBytes) return;
  throw new MediaConduitError('MC_INPUT_TOO_LARGE', `The media value has more than ${maxBytes} bytes.`, {
    hint: 'raise maxBytes, or read it with stream() or saveToFile(), which keep nothing in memory',
    facts: { maxBytes },
  });
}
