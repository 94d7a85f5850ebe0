import { join } from 'node:path';
import { LOCK_FILE, readLockSection, unreadable, writeLockSection } from './lock-file';
import { inTurn, type LockPlace } from './lock-turn';

const SECTION = 'trust';

/** A compose file that may do whatever it says, as long as it and what it takes in do not change. */
export interface TrustedFile {
  /** Id of the service. */
  readonly service: string;
  /** Seen from the project, with `/`. */
  readonly file: string;
  /** Of the file and of all files that it takes in. */
  readonly sha256: string;
  /** ISO 8601. */
  readonly trustedAt: string;
  /** Name of the user. */
  readonly by: string;
}

const FIELDS = ['service', 'file', 'sha256', 'trustedAt', 'by'] as const satisfies readonly (keyof TrustedFile)[];

/**
 * What the user of a project trusts, by service.
 * @param folder where the lock file lies.
 * @throws `MC_CONFIG_INVALID` when the lock file cannot be read.
 */
export function readTrust(folder: string): TrustedFile[] {
  const value = readLockSection(folder, SECTION);
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every(isTrustedFile)) return value;
  throw unreadable(join(folder, LOCK_FILE), `its section "${SECTION}" has to be a list of trusted files`);
}

/** Takes the place of what was trusted of the same service, and of the same file under another name. */
export function addTrust(place: LockPlace, trusted: TrustedFile, signal: AbortSignal): Promise<void> {
  const { file, service } = trusted;
  return inTurn(place, signal, async () => {
    const others = readTrust(place.folder).filter((one) => one.service !== service && one.file !== file);
    const all = [...others, trusted].sort((a, b) => (a.service < b.service ? -1 : 1));
    await writeLockSection(place.folder, SECTION, all);
  });
}

/** False when nothing of the service was trusted. */
export function removeTrust(place: LockPlace, service: string, signal: AbortSignal): Promise<boolean> {
  return inTurn(place, signal, async () => {
    const before = readTrust(place.folder);
    const left = before.filter((one) => one.service !== service);
    if (left.length === before.length) return false;
    await writeLockSection(place.folder, SECTION, left.length > 0 ? left : undefined);
    return true;
  });
}

function isTrustedFile(value: unknown): value is TrustedFile {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map(Object.entries(value));
  return FIELDS.every((name) => typeof fields.get(name) === 'string');
}
