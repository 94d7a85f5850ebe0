import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { KernelLock } from '../lock/kernel-lock';
import { findLockCommand } from '../lock/lock-command';

/** Where a lock file lies, and what keeps its writers apart. */
export interface LockPlace {
  /** As `findLockFolder` answers it. */
  readonly folder: string;
  readonly home: string;
  /** Between processes; missing where the machine has none. */
  readonly turns?: KernelLock;
}

/** The place of a lock file on this machine. */
export function lockPlace(
  folder: string,
  { home, environment }: { readonly home: string; readonly environment: NodeJS.ProcessEnv },
): LockPlace {
  const command = findLockCommand(environment['PATH'] ?? '', process.platform);
  return { folder, home, turns: command && new KernelLock(command) };
}

/** Reads and writes the lock file while no other program of the home does, whichever section it is about. */
export async function inTurn<T>(
  { folder, home, turns }: LockPlace,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const held = await turns?.exclusive(join(home, 'run', 'locks', `${name}.lock`), signal);
  try {
    return await work();
  } finally {
    await held?.release();
  }
}
