import { once } from 'node:events';
import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { loadTar } from './load-tar';

const BLOCK_BYTES = 512;

/**
 * Writes a tar file whose entries need not be whole in memory, or of known size: the header of an entry is written once
 * more when its end is reached. The file is there when all of it is, and nothing is left otherwise.
 */
export class StateWriter implements AsyncDisposable {
  #position = 0;
  readonly #checksums: Record<string, string> = {};
  #isFinished = false;

  private constructor(
    private readonly file: string,
    private readonly draft: string,
    private readonly handle: FileHandle,
  ) {}

  /** For its owner only: a configuration may hold secrets. @throws `MC_FILE_WRITE_FAILED` */
  static async create(file: string): Promise<StateWriter> {
    const draft = `${file}.${randomUUID().slice(0, 8)}.part`;
    return new StateWriter(file, draft, await writing(file, open(draft, 'wx', 0o600)));
  }

  /** SHA-256 of each streamed entry, in hex. */
  get checksums(): Readonly<Record<string, string>> {
    return this.#checksums;
  }

  async addText(name: string, text: string): Promise<void> {
    const bytes = Buffer.from(text);
    await this.#write(await headerOf(name, bytes.length));
    await this.#write(bytes);
    await this.#fill(bytes.length);
  }

  async addStream(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const start = this.#position;
    await this.#write(await headerOf(name, 0));
    const begin = this.#position;
    const hash = createHash('sha256');
    for await (const chunk of content) {
      hash.update(chunk);
      await this.#write(chunk);
    }
    const sizeBytes = this.#position - begin;
    await this.#fill(sizeBytes);
    const header = await headerOf(name, sizeBytes);
    await writing(this.file, this.handle.write(header, 0, header.length, start));
    this.#checksums[name] = hash.digest('hex');
  }

  async finish(): Promise<void> {
    await this.#write(Buffer.alloc(2 * BLOCK_BYTES));
    await writing(this.file, this.handle.sync());
    await this.handle.close();
    await writing(this.file, rename(this.draft, this.file));
    this.#isFinished = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isFinished) return;
    await this.handle.close().catch(() => undefined); // it may be closed already
    await rm(this.draft, { force: true });
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await writing(
        this.file,
        this.handle.write(bytes, done, bytes.length - done, this.#position),
      );
      done += bytesWritten;
      this.#position += bytesWritten;
    }
  }

  async #fill(sizeBytes: number): Promise<void> {
    await this.#write(Buffer.alloc((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES));
  }
}

/** As many bytes for every size. */
async function headerOf(name: string, size: number): Promise<Buffer> {
  const archive = loadTar().pack();
  archive.entry({ name, size, mode: 0o600, type: 'file' });
  await once(archive, 'readable');
  const parts: Buffer[] = [];
  for (let part = archive.read() as Buffer | null; part; part = archive.read() as Buffer | null) parts.push(part);
  archive.destroy();
  return Buffer.concat(parts);
}

async function writing<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const isFull = (Object(cause) as { readonly code?: unknown }).code === 'ENOSPC';
    const code = isFull ? 'MC_DISK_FULL' : 'MC_FILE_WRITE_FAILED';
    throw new MediaConduitError(code, `${file} could not be written: ${messageOf(cause)}`, {
      hint: 'check that the folder is there, that you may write there and that the disk has room',
      facts: { file },
      cause,
    });
  }
}
