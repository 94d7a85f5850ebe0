import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ContextEntry } from './build-context';

/** Files up to this size are read at once, which is several times as fast as a stream. */
const SMALL_BYTES = 1024 * 1024;

/** Hashes what an image is built from. A file whose times, inode and size are as before is not read again. */
export class ContextHasher {
  readonly #known = new Map<string, { readonly stamp: string; readonly size: number; readonly hash: string }>();

  /** Hex SHA-256 over names, executable bits and contents, and over `settings`, in their order. */
  async hash(entries: readonly ContextEntry[], settings: readonly unknown[]): Promise<string> {
    const lines = await Promise.all(entries.map((entry) => this.#lineOf(entry)));
    return createHash('sha256')
      .update(JSON.stringify([settings, lines]))
      .digest('hex');
  }

  async #lineOf(entry: ContextEntry): Promise<readonly unknown[]> {
    const executable = (entry.mode & 0o111) !== 0;
    if (entry.kind === 'file') return [entry.path, executable, await this.#contentHash(entry)];
    return [entry.path, entry.kind, entry.link];
  }

  async #contentHash({ file, stamp, size }: ContextEntry): Promise<string> {
    const known = this.#known.get(file);
    if (known?.stamp === stamp && known.size === size) return known.hash;
    const hash = await hashFile(file, size);
    this.#known.set(file, { stamp, size, hash });
    return hash;
  }
}

async function hashFile(file: string, size: number): Promise<string> {
  const hash = createHash('sha256');
  if (size <= SMALL_BYTES) return hash.update(await readFile(file)).digest('base64');
  for await (const chunk of createReadStream(file, { highWaterMark: SMALL_BYTES })) hash.update(chunk as Buffer);
  return hash.digest('base64');
}
