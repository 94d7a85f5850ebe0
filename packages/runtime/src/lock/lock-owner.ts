import { readFileSync, writeFileSync } from 'node:fs';
import { isMarkAlive, processMark } from '../store/process-mark';

/** A program that holds a lock. */
export interface LockOwner {
  readonly pid: number;
  /** What it runs: the file of its code, else the program itself. */
  readonly program: string;
}

/** How much of the file of a lock is read: what is larger was not written here. */
const LARGEST_BYTES = 10_000;

/**
 * Writes into the file of a lock that this process holds it. The file stays the one that is locked. It only helps people:
 * where nothing can be written the lock holds all the same.
 */
export function signLock(file: string): void {
  const program = process.argv[1] ?? process.execPath;
  try {
    writeFileSync(file, JSON.stringify({ mark: processMark(), pid: process.pid, program }), { mode: 0o600 });
  } catch {
    // a full disk, say
  }
}

/** Who has signed a lock that somebody holds; `undefined` where that process has ended, or nobody has signed it yet. */
export function ownerOfLock(file: string): LockOwner | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.length > LARGEST_BYTES) return undefined;
    const { mark, pid, program } = Object(JSON.parse(text)) as Record<string, unknown>;
    if (typeof mark !== 'string' || typeof pid !== 'number' || typeof program !== 'string') return undefined;
    return isMarkAlive(mark, file) ? { pid, program } : undefined;
  } catch {
    return undefined;
  }
}
