import { join } from 'node:path';
import { KeyedMutex } from '../lock/keyed-mutex';
import { LOCK_FILE, readLockSection, unreadable, writeLockSection } from './lock-file';
import { inTurn, type LockPlace } from './lock-turn';
import { isLockedPackage, type LockedPackage, type LockedPackages } from './locked-package';

const SECTION = 'providers';

/**
 * What a project uses from far away, as its lock file says; nothing without one.
 * @throws `MC_CONFIG_INVALID` when the file cannot be read, or a newer version wrote it.
 */
export function readLocked(folder: string): LockedPackages {
  const value = readLockSection(folder, SECTION) ?? {};
  const entries: [string, unknown][] = Object.entries(value);
  // an empty list stands for none
  if (typeof value === 'object' && entries.every(isWhole)) return new Map(entries);
  const [name] = entries.find((entry) => !isWhole(entry)) ?? [];
  const which = name === undefined ? '' : `, which ${JSON.stringify(name.slice(0, 200))} is not`;
  throw unreadable(join(folder, LOCK_FILE), `its section "${SECTION}" has to hold whole entries by identifier${which}`);
}

function isWhole(entry: [string, unknown]): entry is [string, LockedPackage] {
  return isLockedPackage(entry[1]);
}

/** The entries of a lock file, for those who change them. */
export class ProjectLock {
  readonly #mutex = new KeyedMutex();

  constructor(private readonly place: LockPlace) {}

  get folder(): string {
    return this.place.folder;
  }

  /** Absolute path of the lock file. */
  get file(): string {
    return join(this.folder, LOCK_FILE);
  }

  /** @throws as {@link readLocked}. */
  async read(): Promise<LockedPackages> {
    return readLocked(this.folder);
  }

  /** Changes the entries alone; they are written when they have become others. Answers what `change` answers. */
  update<T>(signal: AbortSignal, change: (packages: LockedPackages) => T): Promise<T> {
    const work = async (): Promise<T> => {
      const packages = readLocked(this.folder);
      const before = JSON.stringify([...packages]);
      const answer = change(packages);
      if (JSON.stringify([...packages]) !== before) await this.#write(packages);
      return answer;
    };
    return this.#mutex.run(SECTION, () => inTurn(this.place, signal, work));
  }

  /** Changes the entry as it is when our turn comes, if it is still there. */
  amend(signal: AbortSignal, canonical: string, change: (entry: LockedPackage) => LockedPackage): Promise<void> {
    return this.update(signal, (packages) => {
      const entry = packages.get(canonical);
      if (entry) packages.set(canonical, change(entry));
    });
  }

  async #write(packages: LockedPackages): Promise<void> {
    const section = packages.size > 0 ? sortedKeys(Object.fromEntries(packages)) : undefined;
    await writeLockSection(this.folder, SECTION, section);
  }
}

/** The same value with the keys of all its objects in order: for small differences. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sortedKeys(one)]));
}
