// Through node:fs the promise functions load at first use; node:fs/promises would cost every program 1 ms.
import { constants, createReadStream, promises as fs } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MediaConduitError, isMediaConduitError } from '../error/mediaconduit-error';
import { messageOf } from '../error/to-error';
import { throwIfAborted } from './call-aborted';
import { collectHead } from './collect-bytes';
import { HEAD_BYTES, type MediaSource, type ReadOptions } from './media-source';
import { MediaStream } from './media-stream';

/** One chunk of a stream: with fewer and larger ones uploads are half as quick again. */
const READ_BYTES = 262_144;

/** Above it, copying gets no faster. */
const COPY_BYTES = 1_048_576;

/** A file, opened anew for every reading. */
export class FileSource implements MediaSource {
  constructor(readonly fileName: string) {}

  get localPath(): string {
    return resolve(this.fileName);
  }

  open(options?: ReadOptions): MediaStream {
    const input = () => createReadStream(this.fileName, { highWaterMark: READ_BYTES });
    return new MediaStream({ open: input, toError: (thrown) => this.#toError(thrown) }, options?.signal);
  }

  async *passChunks(options?: ReadOptions): AsyncGenerator<Buffer> {
    const file = await this.#typed(fs.open(this.fileName));
    try {
      yield* this.#readInto(Buffer.allocUnsafeSlow(COPY_BYTES), file, options);
    } finally {
      await file.close();
    }
  }

  peek(options?: ReadOptions): Promise<Buffer> {
    return collectHead(this.open(options), HEAD_BYTES);
  }

  async sizeBytes(options?: ReadOptions): Promise<number | undefined> {
    throwIfAborted(options?.signal);
    const found = await this.#typed(fs.stat(this.fileName));
    return found.isFile() ? found.size : undefined;
  }

  async check(options?: ReadOptions): Promise<void> {
    throwIfAborted(options?.signal);
    const found = await this.#typed(fs.stat(this.fileName));
    if (found.isDirectory()) throw this.#unreadable('is a folder', 'name a file in it');
    await this.#typed(fs.access(this.fileName, constants.R_OK));
  }

  describe(): Readonly<Record<string, unknown>> {
    return { from: 'file', path: this.fileName };
  }

  async *#readInto(buffer: Buffer, file: FileHandle, options?: ReadOptions): AsyncGenerator<Buffer> {
    for (;;) {
      throwIfAborted(options?.signal);
      const { bytesRead } = await this.#typed(file.read(buffer));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  }

  /** Passes a result on and gives a failure its code. */
  async #typed<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      throw this.#toError(thrown);
    }
  }

  #toError(thrown: unknown): MediaConduitError {
    if (isMediaConduitError(thrown)) return thrown;
    const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return this.#unreadable('does not exist', 'check the path', thrown);
    if (code === 'EISDIR') return this.#unreadable('is a folder', 'name a file in it', thrown);
    return this.#unreadable(`cannot be read: ${messageOf(thrown)}`, 'check its permissions', thrown);
  }

  #unreadable(what: string, hint: string, cause?: unknown): MediaConduitError {
    return new MediaConduitError('MC_FILE_NOT_FOUND', `The file ${this.fileName} ${what}.`, {
      hint,
      facts: { path: this.fileName },
      cause,
    });
  }
}
