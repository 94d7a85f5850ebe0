import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../config/write-file-atomic';
import { LOCK_FILE } from '../../lock-file/lock-file';
import { readLocked } from '../../lock-file/project-lock';
import { isUnwritable } from '../../store/store-errors';

/** The projects of a user whose lock files name something in his store. */
export class ProjectList {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, 'projects');
  }

  /** Where nothing can be written down, what is stored is used all the same. */
  async add(projectFolder: string): Promise<void> {
    try {
      await this.#write(projectFolder);
    } catch (error) {
      if (!isUnwritable(error)) throw error;
    }
  }

  async #write(projectFolder: string): Promise<void> {
    const name = hash('sha256', projectFolder).slice(0, 16);
    const file = join(this.#folder, `${name}.json`);
    if (existsSync(file)) return;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, JSON.stringify({ projectFolder }));
  }

  /** Those that still have a lock file; the others are forgotten. */
  async list(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    const found: string[] = [];
    for (const name of names.filter((one) => one.endsWith('.json'))) {
      const projectFolder = folderIn(await readFile(join(this.#folder, name), 'utf8').catch(() => ''));
      if (projectFolder !== undefined && existsSync(join(projectFolder, LOCK_FILE))) found.push(projectFolder);
      else await rm(join(this.#folder, name), { force: true });
    }
    return found;
  }

  /**
   * The hashes of all trees that their lock files name.
   * @throws `MC_CONFIG_INVALID` for a lock file that cannot be read.
   */
  async trees(): Promise<Set<string>> {
    const entries = (await this.list()).flatMap((folder) => [...readLocked(folder).values()]);
    return new Set(entries.flatMap(({ trees }) => Object.values(trees)));
  }
}

/** A file that was cut off names nobody; its project is written down again when it is used. */
function folderIn(text: string): string | undefined {
  try {
    const { projectFolder } = Object(JSON.parse(text)) as { readonly projectFolder?: unknown };
    return typeof projectFolder === 'string' ? projectFolder : undefined;
  } catch {
    return undefined;
  }
}
