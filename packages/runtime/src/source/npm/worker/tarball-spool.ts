import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { once } from 'node:events';
import { MediaConduitError } from '@mediaconduit/sdk';
import { ARCHIVE_LIMITS } from './archive-limits';

/** A tarball that was read to its end, so that its hash is known before any of it is unpacked. */
export interface Tarball {
  /** `sha512-…` of what was read. */
  readonly integrity: string;
  /** `sha1-…` of the same. */
  readonly sha1: string;
  readonly sizeBytes: number;
  open(): Readable;
  dispose(): Promise<void>;
}

const IN_MEMORY_BYTES = 8 * 1024 ** 2;

/**
 * Reads a tarball into memory; a large one goes into `folder`.
 * @throws `MC_ARCHIVE_UNSAFE` for one that is larger than packages may be.
 */
export async function spoolTarball(stream: NodeJS.ReadableStream, folder: string, label: string): Promise<Tarball> {
  const hash = createHash('sha512');
  const oldHash = createHash('sha1');
  const chunks: Buffer[] = [];
  let file: SpoolFile | undefined;
  let sizeBytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > ARCHIVE_LIMITS.packedBytes) throw tooLarge(label);
      hash.update(chunk);
      oldHash.update(chunk);
      if (sizeBytes <= IN_MEMORY_BYTES) chunks.push(chunk);
      else await (file ??= new SpoolFile(folder, chunks.splice(0))).write(chunk);
    }
    await file?.end();
  } catch (error) {
    await file?.dispose();
    throw error;
  }
  return {
    integrity: `sha512-${hash.digest('base64')}`,
    sha1: `sha1-${oldHash.digest('base64')}`,
    sizeBytes,
    open: () => file?.open() ?? Readable.from(chunks),
    dispose: async () => file?.dispose(),
  };
}

class SpoolFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  #error: Error | undefined;

  constructor(folder: string, first: readonly Buffer[]) {
    this.#path = join(folder, `${randomUUID()}.tgz`);
    this.#stream = createWriteStream(this.#path, { flags: 'wx', mode: 0o600 });
    this.#stream.on('error', (error) => (this.#error = error));
    for (const chunk of first) this.#stream.write(chunk);
  }

  async write(chunk: Buffer): Promise<void> {
    if (!this.#stream.write(chunk) && this.#error === undefined) await once(this.#stream, 'drain');
    if (this.#error !== undefined) throw this.#error;
  }

  async end(): Promise<void> {
    this.#stream.end();
    await once(this.#stream, 'close');
    if (this.#error !== undefined) throw this.#error;
  }

  open(): Readable {
    return createReadStream(this.#path);
  }

  async dispose(): Promise<void> {
    this.#stream.destroy();
    await rm(this.#path, { force: true });
  }
}

function tooLarge(label: string): MediaConduitError {
  const { packedBytes } = ARCHIVE_LIMITS;
  return new MediaConduitError('MC_ARCHIVE_UNSAFE', `The package ${label} is larger than ${packedBytes} bytes.`, {
    hint: 'use another version of it, or tell its author',
    facts: { package: label, largestBytes: packedBytes },
  });
}
