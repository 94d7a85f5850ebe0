import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { open, readdir, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MediaConduitError, messageOf, type ErrorCode } from '@mediaconduit/sdk';
import { isMarkAlive, processMark, uniqueName } from '../store/process-mark';
import { loadTar } from './load-tar';

/** What is written, and how. */
export interface TarFileOptions {
  readonly file: string;
  /** Who may read it. */
  readonly mode: number;
  /** Of the error on a full disk. */
  readonly fullDisk: Extract<ErrorCode, 'MC_DISK_FULL' | 'MC_NO_SPACE'>;
}

const BLOCK_BYTES = 512;
/** Small entries are collected until there is so much of them. */
const COLLECTED_BYTES = 1024 * 1024;
const DRAFT = /^(\d+-\d*-[0-9a-f]*-\d*)~[0-9a-f]+\.part$/;

/**
 * Writes a tar file whose entries need not be whole in memory, or of known size: the header of an entry is written once
 * more when its end is reached. The file is there when all of it is, and nothing is left otherwise; what a process that was
 * killed has left of the same file is removed by the next one. The same entries always give the same bytes.
 */
export class TarFileWriter implements AsyncDisposable {
  #position = 0;
  #collected: Uint8Array[] = [];
  #collectedBytes = 0;
  readonly #checksums: Record<string, string> = {};
  #isFinished = false;

  private constructor(
    private readonly options: TarFileOptions,
    private readonly draft: string,
    private readonly handle: FileHandle,
  ) {}

  /** A link stays one: what it leads to is written. @throws `MC_FILE_WRITE_FAILED`, also for a pipe or a device. */
  static async create(wanted: TarFileOptions): Promise<TarFileWriter> {
    await requireReplaceable(wanted.file);
    const options = { ...wanted, file: await realpath(wanted.file).catch(() => wanted.file) };
    const { file, mode } = options;
    await removeLeftovers(file);
    const draft = `${file}.${processMark()}~${uniqueName()}.part`;
    return new TarFileWriter(options, draft, await writing(options, open(draft, 'wx', mode)));
  }

  /** SHA-256 of each streamed entry, in hex. */
  get checksums(): Readonly<Record<string, string>> {
    return this.#checksums;
  }

  /** Of all that was added. */
  get sizeBytes(): number {
    return this.#position + this.#collectedBytes;
  }

  async addText(name: string, text: string): Promise<void> {
    await this.addBytes(name, Buffer.from(text));
  }

  async addBytes(name: string, bytes: Uint8Array): Promise<void> {
    this.#collect(await headerOf(name, bytes.length), bytes, paddingOf(bytes.length));
    if (this.#collectedBytes >= COLLECTED_BYTES) await this.#flush();
  }

  async addStream(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#flush();
    const start = this.#position;
    await this.#write(await headerOf(name, 0));
    const begin = this.#position;
    const hash = createHash('sha256');
    for await (const chunk of content) {
      hash.update(chunk);
      await this.#write(chunk);
    }
    const sizeBytes = this.#position - begin;
    await this.#write(paddingOf(sizeBytes));
    const header = await headerOf(name, sizeBytes);
    await writing(this.options, this.handle.write(header, 0, header.length, start));
    this.#checksums[name] = hash.digest('hex');
  }

  async finish(): Promise<void> {
    this.#collect(Buffer.alloc(2 * BLOCK_BYTES));
    await this.#flush();
    await writing(this.options, this.handle.sync());
    await this.handle.close();
    await writing(this.options, rename(this.draft, this.options.file));
    this.#isFinished = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isFinished) return;
    await this.handle.close().catch(() => undefined); // it may be closed already
    await rm(this.draft, { force: true });
  }

  #collect(...parts: Uint8Array[]): void {
    this.#collected.push(...parts);
    for (const { length } of parts) this.#collectedBytes += length;
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#collected);
    this.#collected = [];
    this.#collectedBytes = 0;
    await this.#write(bytes);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await writing(
        this.options,
        this.handle.write(bytes, done, bytes.length - done, this.#position),
      );
      done += bytesWritten;
      this.#position += bytesWritten;
    }
  }
}

/** A file of the same name is put in the place of what is there. */
async function requireReplaceable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found || found.isFile()) return;
  throw new MediaConduitError('MC_FILE_WRITE_FAILED', `${file} cannot be written: it is no file.`, {
    hint: 'name a file; it is written in several places, which no pipe takes',
    facts: { file },
  });
}

function paddingOf(sizeBytes: number): Buffer {
  return Buffer.alloc((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES);
}

/** As many bytes for every size. */
async function headerOf(name: string, size: number): Promise<Buffer> {
  const archive = loadTar().pack();
  archive.entry({ name, size, mode: 0o644, type: 'file', mtime: new Date(0) });
  await once(archive, 'readable');
  const parts: Buffer[] = [];
  for (let part = archive.read() as Buffer | null; part; part = archive.read() as Buffer | null) parts.push(part);
  archive.destroy();
  return Buffer.concat(parts);
}

async function removeLeftovers(file: string): Promise<void> {
  const [folder, prefix] = [dirname(file), `${basename(file)}.`];
  const names = await readdir(folder).catch((): string[] => []); // whether it can be written to is seen when it is
  for (const name of names) {
    const [, mark] = name.startsWith(prefix) ? (DRAFT.exec(name.slice(prefix.length)) ?? []) : [];
    if (mark !== undefined && !isMarkAlive(mark, join(folder, name))) await rm(join(folder, name), { force: true });
  }
}

async function writing<T>({ file, fullDisk }: TarFileOptions, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const isFull = ['ENOSPC', 'EDQUOT'].includes(String((Object(cause) as { readonly code?: unknown }).code));
    const code = isFull ? fullDisk : 'MC_FILE_WRITE_FAILED';
    throw new MediaConduitError(code, `${file} could not be written: ${messageOf(cause)}`, {
      hint: 'check that the folder is there, that you may write there and that the disk has room',
      facts: { file },
      cause,
    });
  }
}
