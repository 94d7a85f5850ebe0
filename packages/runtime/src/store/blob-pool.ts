import { linkSync, lstatSync, mkdirSync, renameSync, rmSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { namesIn } from '../cache/folder-caches';
import { hashFile } from './hash-file';
import { createPace } from './pace';
import { isSealed, sealFile, sealForGood } from './seal';
import { errorCode } from './store-errors';
import type { FileEntry } from './tree-index';

const ROUNDS = 5;

/** Answers of file systems without hard links, and of a file that has as many names as it can have. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'];

/** A file that is to become the blob of its content, or a link to it. */
export interface AdoptedFile {
  readonly file: string;
  /** It is on the disk, or need not be: see `mustFlush`. */
  readonly isFlushed: boolean;
  /** A name on the same disk that nobody else uses. */
  readonly spare: string;
}

/**
 * Contents of files, each once. The kernel counts who uses them: what has no name but its own here is used by no tree.
 * So nobody has to be locked out while files are added or removed: at worst a content is stored once more.
 */
export class BlobPool {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether the content is there already, as it should be. */
  has(entry: FileEntry): Promise<boolean> {
    return this.#isSound(this.#place(entry), entry);
  }

  /**
   * Makes a file a hard link to the blob of its content, which it becomes itself where there is none. Where the file
   * system has no hard links it stays a file of its own.
   */
  async adopt({ file, isFlushed, spare }: AdoptedFile, entry: FileEntry): Promise<void> {
    const blob = this.#place(entry);
    const seal = (): void | Promise<void> => (isFlushed ? sealFile : sealForGood)(file, entry);
    let isReady = false;
    for (let round = 0; round < ROUNDS; round++) {
      if (await this.#isSound(blob, entry)) {
        if (takeLink(blob, file, spare)) return;
        continue; // it was removed just now, or takes no more links
      }
      if (!isReady) await seal();
      isReady = true;
      if (giveLink(file, blob)) return;
    }
    if (!isReady) await seal();
  }

  /** Removes the blob of a file that was found wrong if it is wrong, too. */
  async recheck(entry: FileEntry): Promise<void> {
    const blob = this.#place(entry);
    const stats = lstatSync(blob, { throwIfNoEntry: false });
    if (stats && !(await holds(blob, stats, entry))) rmSync(blob, { force: true });
  }

  /** Removes what no tree uses; answers how many bytes that freed. */
  async sweep(): Promise<number> {
    const pace = createPace();
    let freedBytes = 0;
    for (const part of await namesIn(this.#folder)) {
      for (const name of await namesIn(join(this.#folder, part))) {
        const blob = join(this.#folder, part, name);
        const stats = lstatSync(blob, { throwIfNoEntry: false });
        if (stats?.nlink === 1) {
          rmSync(blob, { force: true });
          freedBytes += stats.size;
        }
        await pace();
      }
    }
    return freedBytes;
  }

  /** Links share their mode, so a content that is executable in one tree only is stored twice. */
  #place({ isExecutable, sha256 }: FileEntry): string {
    return join(this.#folder, sha256.slice(0, 1), isExecutable ? `${sha256}.x` : sha256);
  }

  /** False when there is none, or none any more because it was wrong. */
  async #isSound(blob: string, entry: FileEntry): Promise<boolean> {
    const stats = lstatSync(blob, { throwIfNoEntry: false });
    if (!stats) return false;
    if (isSealed(stats, entry)) return true;
    if (await holds(blob, stats, entry)) {
      await sealForGood(blob, entry);
      return true;
    }
    rmSync(blob, { force: true, recursive: true });
    return false;
  }
}

async function holds(blob: string, stats: Stats, entry: FileEntry): Promise<boolean> {
  if (!stats.isFile() || stats.size !== entry.sizeBytes) return false;
  try {
    return (await hashFile(blob, stats.size)).sha256 === entry.sha256;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Puts a link to the blob in the place of the file; false when it cannot be linked to. */
function takeLink(blob: string, file: string, spare: string): boolean {
  try {
    if (lstatSync(blob).ino === lstatSync(file).ino) return true; // to rename one over the other would do nothing
    linkSync(blob, spare);
    renameSync(spare, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || NO_LINKS.includes(errorCode(error))) return false;
    throw error;
  }
}

/** Makes the file the blob; true also where that is not possible, as nothing is left to do then. */
function giveLink(file: string, blob: string): boolean {
  try {
    linkSync(file, blob);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') mkdirSync(dirname(blob), { recursive: true, mode: 0o700 });
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') return false;
    if (NO_LINKS.includes(errorCode(error))) return true;
    throw error;
  }
}
