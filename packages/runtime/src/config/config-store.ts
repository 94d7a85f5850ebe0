import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMediaConduitError, MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { parseCurrent, parseGeneration, STATE_VERSION, type Generation } from './generation';
import { writeFileAtomic } from './write-file-atomic';

/** Generations, and refused texts, beyond so many are removed. */
const KEPT = 20;

/** What a configuration store is made from. */
export interface ConfigStoreOptions {
  /** All of it lies below; see {@link configFolder}. */
  readonly folder: string;
  /** For what people read. Default: the clock of the machine. */
  readonly now?: () => Date;
}

/** Where the configurations of one stack file are kept below the home. */
export function configFolder(home: string, stackFile: string): string {
  const name = basename(dirname(stackFile))
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .slice(0, 40);
  return join(home, 'config', `${name || 'stack'}-${hashOf(stackFile).slice(0, 8)}`);
}

/** The SHA-256 of a text, in hex. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The configurations of one stack that were once in force, on disk: after a crash at any moment the last one that was
 * committed is current. One process at a time may write.
 */
export class ConfigStore {
  readonly #generations: string;
  readonly #rejected: string;
  readonly #current: string;
  readonly #now: () => Date;

  constructor({ folder, now = () => new Date() }: ConfigStoreOptions) {
    this.#generations = join(folder, 'generations');
    this.#rejected = join(folder, 'rejected');
    this.#current = join(folder, 'current.json');
    this.#now = now;
  }

  /**
   * The generation in force; when its file is damaged, the last one before it that is whole. `undefined` when there is
   * none.
   * @throws `MC_HOME_UNUSABLE` when a newer version of MediaConduit wrote it.
   */
  async current(): Promise<Generation | undefined> {
    const numbers = await this.#committed();
    for (const seq of numbers.reverse()) {
      const found = await this.read(seq);
      if (found) return found;
    }
    return undefined;
  }

  /** The generations that can be rolled back to, the newest first. */
  async list(): Promise<Generation[]> {
    const found = await Promise.all((await this.#committed()).map((seq) => this.read(seq)));
    return found.filter((one) => one !== undefined).reverse();
  }

  /** One generation; `undefined` when it is not there, or damaged. */
  async read(seq: number): Promise<Generation | undefined> {
    const generation = parseGeneration(await this.#readJson(this.#fileOf(seq)));
    return generation && generation.seq === seq && hashOf(generation.text) === generation.sha256
      ? generation
      : undefined;
  }

  /** Makes a text the current one. @throws `MC_FILE_WRITE_FAILED`; the one before stays current then. */
  async commit(next: Pick<Generation, 'text' | 'source' | 'seen'>): Promise<Generation> {
    const seq = ((await this.#committed()).at(-1) ?? 0) + 1;
    const sha256 = hashOf(next.text);
    const appliedAt = this.#now().toISOString();
    const generation: Generation = { formatVersion: STATE_VERSION, seq, sha256, appliedAt, ...next };
    await this.#write(this.#generations, this.#fileOf(seq), generation);
    await this.#write(dirname(this.#current), this.#current, { formatVersion: STATE_VERSION, seq });
    await this.#removeOld(this.#generations, (name) => Number.parseInt(name, 10) <= seq);
    await this.#removeOld(dirname(this.#current), () => false);
    return generation;
  }

  /** Keeps a text that was refused, with the reason, for people. */
  async reject({ text, source, error }: { text: string; source: string; error: unknown }): Promise<void> {
    const at = this.#now().toISOString();
    const { code, hint } = isMediaConduitError(error) ? error : { code: 'MC_INTERNAL', hint: undefined };
    const name = `${at.replaceAll(':', '-')}-${hashOf(text).slice(0, 8)}.json`;
    const rejected = {
      formatVersion: STATE_VERSION,
      at,
      source,
      error: { code, message: messageOf(error), hint },
      text,
    };
    await this.#write(this.#rejected, join(this.#rejected, name), rejected);
    await this.#removeOld(this.#rejected, () => true);
  }

  /** The numbers of all generations up to the current one, the oldest first. */
  async #committed(): Promise<number[]> {
    const current = parseCurrent(await this.#readJson(this.#current)) ?? Infinity; // each of them had been in force
    const names = await readdir(this.#generations).catch((): string[] => []);
    const numbers = names.filter((name) => /^\d+\.json$/.test(name)).map((name) => Number.parseInt(name, 10));
    return numbers.filter((seq) => seq <= current).sort((a, b) => a - b);
  }

  #fileOf(seq: number): string {
    return join(this.#generations, `${String(seq).padStart(6, '0')}.json`);
  }

  async #readJson(file: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(file, 'utf8'));
    } catch {
      return undefined; // not there, or not whole: both count as not written
    }
  }

  async #write(folder: string, file: string, value: object): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw new MediaConduitError('MC_FILE_WRITE_FAILED', `The folder ${folder} cannot be made: ${messageOf(cause)}.`, {
        hint: 'check that the disk has room and that you may write there',
        facts: { path: folder },
        cause,
      });
    });
    await writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
  }

  /** Also what a program left that was killed while it wrote. */
  async #removeOld(folder: string, counts: (name: string) => boolean): Promise<void> {
    const names = (await readdir(folder)).sort();
    const old = names.filter((name) => name.endsWith('.json') && counts(name)).slice(0, -KEPT);
    const halves = names.filter((name) => name.endsWith('.tmp'));
    await Promise.all([...old, ...halves].map((name) => rm(join(folder, name), { force: true })));
  }
}
