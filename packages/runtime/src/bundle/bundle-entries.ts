import { text } from 'node:stream/consumers';
import { isMediaConduitError, messageOf } from '@mediaconduit/sdk';
import type { Entry } from 'tar-stream';
import { readTar } from '../archive/read-tar';
import { invalidBundle } from './bundle-error';
import type { BundleFile } from './bundle-file';

/**
 * The entries of a bundle, of which each is named before it is read: anything else in its place ends the reading. So no
 * name in the file ever becomes a path, and there is nothing in it that was not asked for.
 */
export class BundleEntries implements AsyncDisposable {
  readonly #entries: AsyncGenerator<Entry, void, void>;

  constructor(
    private readonly bundle: BundleFile,
    private readonly signal: AbortSignal,
  ) {
    this.#entries = readTar(bundle.bytes(signal));
  }

  get file(): string {
    return this.bundle.path;
  }

  /** Of the whole file. */
  get sizeBytes(): number {
    return this.bundle.sizeBytes;
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
    if (await this.bundle.isPacked()) return invalidBundle(this.file, 'it is packed: unpack it first', error);
    return invalidBundle(this.file, `it is damaged (${messageOf(error)})`, error);
  }
}
