import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { isMediaConduitError, MediaConduitError, messageOf } from '@mediaconduit/sdk';
import type { Entry } from 'tar-stream';
import { readTar } from '../archive/read-tar';
import { invalidBundle } from './bundle-error';

/** First bytes of files that hold a bundle, packed by something else. */
const PACKED = ['1f8b', '28b52ffd', 'fd377a585a00', '425a68', '504b0304'];

/**
 * The entries of a bundle, of which each is named before it is read: anything else in its place ends the reading. So no
 * name in the file ever becomes a path, and there is nothing in it that was not asked for.
 */
export class BundleEntries implements AsyncDisposable {
  readonly #entries: AsyncGenerator<Entry, void, void>;

  constructor(
    readonly file: string,
    private readonly signal: AbortSignal,
  ) {
    this.#entries = readTar(bytesOf(file, signal));
  }

  /** @throws `MC_BUNDLE_INVALID` when something else is there, or a size that is not the expected one. */
  async next(name: string, sizeBytes?: number): Promise<AsyncIterable<Uint8Array> & { readonly sizeBytes: number }> {
    const entry = await this.#advance();
    if (!entry) throw invalidBundle(this.file, `it ends where ${name} should be`);
    const { name: found, size = 0, type } = entry.header;
    if (found !== name || type !== 'file')
      throw invalidBundle(this.file, `${JSON.stringify(found.slice(0, 200))} is where the file ${name} should be`);
    if (sizeBytes !== undefined && size !== sizeBytes)
      throw invalidBundle(this.file, `${name} has ${size} bytes instead of ${sizeBytes}`);
    const read = (): AsyncGenerator<Uint8Array> => this.#reading(entry);
    return { sizeBytes: size, [Symbol.asyncIterator]: read };
  }

  /** A small entry as a text. */
  async text(name: string, maxBytes: number): Promise<string> {
    const entry = await this.next(name);
    if (entry.sizeBytes > maxBytes) throw invalidBundle(this.file, `${name} is larger than ${maxBytes} bytes`);
    return text(entry);
  }

  /** Leaves out what comes before an entry. */
  async skipTo(name: string): Promise<AsyncIterable<Uint8Array>> {
    for (let entry = await this.#advance(); entry; entry = await this.#advance()) {
      if (entry.header.name === name) return this.#reading(entry);
      entry.resume();
    }
    throw invalidBundle(this.file, `it ends where ${name} should be`);
  }

  /** @throws `MC_BUNDLE_INVALID` when anything follows. */
  async end(): Promise<void> {
    const entry = await this.#advance();
    if (entry) throw invalidBundle(this.file, `${JSON.stringify(entry.header.name.slice(0, 200))} follows its end`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#entries.return().catch(() => undefined); // what it fails with was told
  }

  async #advance(): Promise<Entry | undefined> {
    try {
      const { done, value } = await this.#entries.next();
      return done === true ? undefined : value;
    } catch (error) {
      throw await this.#explain(error);
    }
  }

  async *#reading(entry: Entry): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* entry as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw await this.#explain(error);
    }
  }

  async #explain(error: unknown): Promise<unknown> {
    if (isMediaConduitError(error)) return error;
    if (this.signal.aborted) return this.signal.reason;
    const { code } = Object(error) as { readonly code?: unknown };
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') return notReadable(this.file, error);
    if (await isPacked(this.file)) return invalidBundle(this.file, 'it is packed: unpack it first', error);
    return invalidBundle(this.file, `it is damaged (${messageOf(error)})`, error);
  }
}

/** Opened by its reader: a failure before there is one would be nobody's. */
async function* bytesOf(file: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
  signal.throwIfAborted();
  yield* createReadStream(file, { signal, highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
}

async function isPacked(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(6), 0, 6, 0);
  const first = buffer.subarray(0, bytesRead).toString('hex');
  return PACKED.some((magic) => first.startsWith(magic));
}

function notReadable(file: string, cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_FILE_NOT_FOUND', `${file} cannot be read: ${messageOf(cause)}`, {
    hint: 'name a file that mediaconduit bundle has written',
    facts: { file },
    cause,
  });
}
