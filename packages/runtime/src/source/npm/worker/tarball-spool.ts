import { createHash, randomUUID, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync, statSync, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { once } from 'node:events';
import { MediaConduitError } from '@mediaconduit/sdk';
import { ARCHIVE_LIMITS } from './archive-limits';
import type { PackedArchive } from './read-archive';

/** A tarball that was read to its end, so that its hash is known before any of it is unpacked. */
export interface Tarball extends PackedArchive {
  /** `sha512-…` of what was read. */
  readonly integrity: string;
  /** `sha1-…` of the same, if that was asked for. */
  readonly sha1?: string;
  dispose(): Promise<void>;
}

/** How a tarball is read. */
export interface SpoolOptions {
  /** For what is too large to be kept in memory. */
  readonly folder: string;
  /** For errors. */
  readonly label: string;
  /** Old registries know no other hash. */
  readonly withSha1: boolean;
}

const IN_MEMORY_BYTES = 8 * 1024 ** 2;

/**
 * Reads a tarball into memory; a large one goes into `folder`.
 * @throws `MC_ARCHIVE_UNSAFE` for one that is larger than packages may be.
 */
export async function spoolTarball(stream: NodeJS.ReadableStream, options: SpoolOptions): Promise<Tarball> {
  const hash = new TarballHash(options);
  const chunks: Buffer[] = [];
  let file: SpoolFile | undefined;
  let sizeBytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > ARCHIVE_LIMITS.packedBytes) throw tooLarge(options.label);
      hash.update(chunk);
      if (sizeBytes <= IN_MEMORY_BYTES) chunks.push(chunk);
      else await (file ??= new SpoolFile(options.folder, chunks.splice(0))).write(chunk);
    }
    await file?.end();
  } catch (error) {
    await file?.dispose();
    throw error;
  }
  if (!file) return inMemory(Buffer.concat(chunks), hash);
  const spooled = file;
  return { ...hash.digest(), sizeBytes, open: () => spooled.open(), dispose: () => spooled.dispose() };
}

/** As {@link spoolTarball}; the file stays as it is. A small one is read without a wait, which streams would cost. */
export async function spoolFile(path: string, options: SpoolOptions): Promise<Tarball> {
  if (statSync(path).size > IN_MEMORY_BYTES) return spoolTarball(createReadStream(path), options);
  const bytes = readFileSync(path);
  return inMemory(bytes, new TarballHash(options).update(bytes));
}

function inMemory(bytes: Buffer, hash: TarballHash): Tarball {
  const open = (): Readable => Readable.from([bytes]);
  return { ...hash.digest(), bytes, sizeBytes: bytes.length, open, dispose: async () => undefined };
}

class TarballHash {
  readonly #sha512 = createHash('sha512');
  readonly #sha1: Hash | undefined;

  constructor({ withSha1 }: Pick<SpoolOptions, 'withSha1'>) {
    if (withSha1) this.#sha1 = createHash('sha1');
  }

  update(chunk: Buffer): this {
    this.#sha512.update(chunk);
    this.#sha1?.update(chunk);
    return this;
  }

  digest(): Pick<Tarball, 'integrity' | 'sha1'> {
    const sha1 = this.#sha1 && `sha1-${this.#sha1.digest('base64')}`;
    return { integrity: `sha512-${this.#sha512.digest('base64')}`, sha1 };
  }
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
