import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../config/write-file-atomic';
import { LOCK_FILE } from '../../lock-file/lock-file';

/** The projects of a user whose lock files name something in his store. */
export class ProjectList {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, 'projects');
  }

  async add(projectFolder: string): Promise<void> {
    const name = createHash('sha256').update(projectFolder).digest('hex').slice(0, 16);
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
      const { projectFolder } = Object(JSON.parse(await readFile(join(this.#folder, name), 'utf8'))) as {
        readonly projectFolder?: unknown;
      };
      if (typeof projectFolder === 'string' && existsSync(join(projectFolder, LOCK_FILE))) found.push(projectFolder);
      else await rm(join(this.#folder, name), { force: true });
    }
    return found;
  }
}
