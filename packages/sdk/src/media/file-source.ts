import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { MediaConduitError, isMediaConduitError } from '../error/mediaconduit-error';
import { messageOf } from '../error/to-error';
import { throwIfAborted } from './call-aborted';
import { collectHead } from './collect-bytes';
import { HEAD_BYTES, type MediaSource, type ReadOptions } from './media-source';
import { MediaStream } from './media-stream';

/** A file, opened anew for every reading. */
export class FileSource implements MediaSource {
  constructor(readonly fileName: string) {}

  open(options?: ReadOptions): MediaStream {
    const open = () => createReadStream(this.fileName);
    return new MediaStream({ open, toError: (thrown) => this.#toError(thrown) }, options?.signal);
  }

  peek(options?: ReadOptions): Promise<Buffer> {
    return collectHead(this.open(options), HEAD_BYTES);
  }

  async sizeBytes(options?: ReadOptions): Promise<number | undefined> {
    throwIfAborted(options?.signal);
    const found = await this.#stat();
    return found.isFile() ? found.size : undefined;
  }

  async check(options?: ReadOptions): Promise<void> {
    throwIfAborted(options?.signal);
    const found = await this.#stat();
    if (found.isDirectory()) throw this.#unreadable('is a folder', 'name a file in it');
    await access(this.fileName, constants.R_OK).catch((thrown: unknown) => {
      throw this.#toError(thrown);
    });
  }

  describe(): Readonly<Record<string, unknown>> {
    return { from: 'file', path: this.fileName };
  }

  async #stat() {
    return stat(this.fileName).catch((thrown: unknown) => {
      throw this.#toError(thrown);
    });
  }

  #toError(thrown: unknown): MediaConduitError {
    if (isMediaConduitError(thrown)) return thrown;
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined;
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
