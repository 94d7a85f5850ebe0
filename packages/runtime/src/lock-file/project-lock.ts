import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { KeyedMutex } from '../lock/keyed-mutex';
import type { KernelLock } from '../lock/kernel-lock';
import { LOCK_FILE, readLockSection, unreadable, writeLockSection } from './lock-file';
import { isLockedPackage, type LockedPackages } from './locked-package';

const SECTION = 'providers';

/** Where a lock file lies, and what keeps its writers apart. */
export interface ProjectLockOptions {
  readonly projectFolder: string;
  readonly home: string;
  /** Between processes; missing where the machine has none. */
  readonly lock?: KernelLock;
}

/** What a project uses from far away, as its lock file says. */
export class ProjectLock {
  readonly #mutex = new KeyedMutex();

  constructor(private readonly options: ProjectLockOptions) {}

  get projectFolder(): string {
    return this.options.projectFolder;
  }

  /** Absolute path of the lock file. */
  get file(): string {
    return join(this.projectFolder, LOCK_FILE);
  }

  /** @throws `MC_CONFIG_INVALID` when the file cannot be read, or a newer version wrote it. */
  async read(): Promise<LockedPackages> {
    const value = (await readLockSection(this.options.projectFolder, SECTION)) ?? {};
    const entries = Object.entries(value);
    // an empty list stands for none
    if (typeof value === 'object' && entries.every(([, one]) => isLockedPackage(one))) return new Map(entries);
    throw unreadable(this.file, `its section "${SECTION}" has to hold whole entries by identifier`);
  }

  /** Changes the entries alone; they are written when they have become others. Answers what `change` answers. */
  update<T>(signal: AbortSignal, change: (packages: LockedPackages) => T): Promise<T> {
    return this.#mutex.run(SECTION, async () => {
      const { home, lock, projectFolder } = this.options;
      const name = createHash('sha256').update(projectFolder).digest('hex').slice(0, 16);
      const held = await lock?.exclusive(join(home, 'run', 'locks', `${name}.lock`), signal);
      try {
        const packages = await this.read();
        const before = JSON.stringify([...packages]);
        const answer = change(packages);
        if (JSON.stringify([...packages]) !== before) await this.#write(packages);
        return answer;
      } finally {
        await held?.release();
      }
    });
  }

  async #write(packages: LockedPackages): Promise<void> {
    const section = packages.size > 0 ? sortedKeys(Object.fromEntries(packages)) : undefined;
    await writeLockSection(this.options.projectFolder, SECTION, section);
  }
}

/** For small differences. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sortedKeys(one)]));
}
