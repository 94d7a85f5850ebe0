import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpError, Reply } from '@mediaconduit/service-kit';
import type { Scratch } from './scratch';

interface Output {
  readonly fileName: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

interface Kept extends Output {
  readonly path: string;
  readonly timer: NodeJS.Timeout;
}

const READ_BUFFER_BYTES = 262_144;

/** Finished files until they are fetched: each once, and not later than `keepMs` after it was made. */
export class OutputStore {
  readonly #scratch: Scratch;
  readonly #keepMs: number;
  readonly #kept = new Map<string, Kept>();

  constructor(scratch: Scratch, keepMs: number) {
    this.#scratch = scratch;
    this.#keepMs = keepMs;
  }

  /** Takes over the file at `path`; answers the path to fetch it from. */
  async add(
    path: string,
    { fileName, contentType }: Omit<Output, 'sizeBytes'>,
  ): Promise<{ url: string; sizeBytes: number }> {
    const folder = join(await this.#scratch.open(), 'outputs');
    await mkdir(folder, { recursive: true });
    const name = randomUUID();
    const target = join(folder, name);
    await rename(path, target);
    const { size } = await stat(target);
    const timer = setTimeout(() => void this.#drop(name), this.#keepMs).unref();
    this.#kept.set(name, { path: target, timer, fileName, contentType, sizeBytes: size });
    return { url: `/outputs/${name}`, sizeBytes: size };
  }

  /** The head of what {@link take} would answer; the file stays. @throws 404 */
  describe(name: string): Reply {
    const kept = this.#require(name);
    return new Reply('', kept.contentType, 200, headersOf(kept));
  }

  /** The file as an answer; nobody gets it a second time. @throws 404 */
  take(name: string): Reply {
    const kept = this.#require(name);
    clearTimeout(kept.timer);
    this.#kept.delete(name);
    const body = createReadStream(kept.path, { highWaterMark: READ_BUFFER_BYTES });
    body.once('close', () => void rm(kept.path, { force: true }).catch(() => undefined));
    return new Reply(body, kept.contentType, 200, headersOf(kept));
  }

  #require(name: string): Kept {
    const kept = this.#kept.get(name);
    if (kept) return kept;
    throw new HttpError(404, 'there is no such output', {
      code: 'not-found',
      hint: `an output is there once, for ${this.#keepMs / 1000} s`,
    });
  }

  async #drop(name: string): Promise<void> {
    const kept = this.#kept.get(name);
    this.#kept.delete(name);
    if (kept) await rm(kept.path, { force: true }).catch(() => undefined);
  }
}

function headersOf({ sizeBytes, fileName }: Output): Record<string, string> {
  return {
    'content-length': String(sizeBytes),
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'no-store',
  };
}
