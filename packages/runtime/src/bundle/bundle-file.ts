import { open, stat, type FileHandle } from 'node:fs/promises';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { errorCode } from '../store/store-errors';
import { changedBundle } from './bundle-error';

/** First bytes of files that hold a bundle, packed by something else. */
const PACKED = ['1f8b', '28b52ffd', 'fd377a585a00', '425a68', '504b0304'];
const CHUNK_BYTES = 256 * 1024;

/** What tells one state of a file from another. */
interface FileState {
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * The file of a bundle, opened once: it is read several times, and another one that is put in its place meanwhile is not
 * what is read.
 */
export class BundleFile implements AsyncDisposable {
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly state: FileState,
  ) {}

  /** @throws `MC_FILE_NOT_FOUND`, also for what is no file: a pipe gives its bytes once. */
  static async open(path: string): Promise<BundleFile> {
    try {
      const state = await stat(path);
      if (state.isFile()) return new BundleFile(path, await open(path), state);
    } catch (cause) {
      throw notReadable(path, cause);
    }
    throw new MediaConduitError('MC_FILE_NOT_FOUND', `${path} is no file, and a bundle is read more than once.`, {
      hint: 'write what comes from a pipe into a file first',
      facts: { path },
    });
  }

  get sizeBytes(): number {
    return this.state.size;
  }

  /** From its beginning. */
  async *bytes(signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    for (let position = 0; ;) {
      signal.throwIfAborted();
      const { buffer, bytesRead } = await this.#read(position, CHUNK_BYTES);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  /** @throws `MC_INTEGRITY` when somebody writes to it while it is read. */
  async requireUnchanged(): Promise<void> {
    const { mtimeMs, size } = await this.handle.stat();
    const { state } = this;
    if (size !== state.size || mtimeMs !== state.mtimeMs) throw changedBundle(this.path, 'what was read first', {});
  }

  /** Whether something has packed it. */
  async isPacked(): Promise<boolean> {
    const { buffer, bytesRead } = await this.#read(0, 6);
    const first = buffer.subarray(0, bytesRead).toString('hex');
    return PACKED.some((magic) => first.startsWith(magic));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.handle.close();
  }

  async #read(position: number, length: number): Promise<{ readonly buffer: Buffer; readonly bytesRead: number }> {
    try {
      return await this.handle.read(Buffer.allocUnsafe(length), 0, length, position);
    } catch (cause) {
      throw notReadable(this.path, cause);
    }
  }
}

function notReadable(path: string, cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_FILE_NOT_FOUND', `${path} cannot be read: ${messageOf(cause)}`, {
    hint: 'name a file that mediaconduit bundle has written',
    facts: { path, reason: errorCode(cause) },
    cause,
  });
}
