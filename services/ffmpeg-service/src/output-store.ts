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
  /** How many fetch it now. */
  readers: number;
  timer?: NodeJS.Timeout;
}

const READ_BUFFER_BYTES = 262_144;

/**
 * Finished files until they were fetched whole. A file that nobody fetches, or whose reader went before the end, goes
 * `keepMs` later.
 */
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
    this.#kept.set(name, { path: target, readers: 0, fileName, contentType, sizeBytes: size });
    this.#dropLater(name);
    return { url: `/outputs/${name}`, sizeBytes: size };
  }

  /** The head of what {@link take} would answer; the file stays. @throws 404 */
  describe(name: string): Reply {
    const kept = this.#require(name);
    return new Reply('', kept.contentType, 200, headersOf(kept));
  }

  /** The file as an answer; a client may take as long as it likes to read it. @throws 404 */
  take(name: string): Reply {
    const kept = this.#require(name);
    kept.readers += 1;
    clearTimeout(kept.timer);
    const reply = new Reply(
      createReadStream(kept.path, { highWaterMark: READ_BUFFER_BYTES }),
      kept.contentType,
      200,
      headersOf(kept),
    );
    reply.transfer = { idleTimeoutMs: 0, onEnd: (isComplete) => this.#release(name, isComplete) };
    return reply;
  }

  #release(name: string, isComplete: boolean): void {
    const kept = this.#kept.get(name);
    if (!kept) return;
    kept.readers -= 1;
    if (isComplete) void this.#drop(name);
    else if (kept.readers === 0) this.#dropLater(name);
  }

  #dropLater(name: string): void {
    const kept = this.#kept.get(name);
    if (kept) kept.timer = setTimeout(() => void this.#drop(name), this.#keepMs).unref();
  }

  #require(name: string): Kept {
    const kept = this.#kept.get(name);
    if (kept) return kept;
    throw new HttpError(404, 'there is no such output', {
      code: 'not-found',
      hint: `an output is there until it was fetched, for ${this.#keepMs / 1000} s`,
    });
  }

  async #drop(name: string): Promise<void> {
    const kept = this.#kept.get(name);
    this.#kept.delete(name);
    clearTimeout(kept?.timer);
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
