import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { ensureHome } from '../config/home';
import { KernelLock, type HeldLock } from '../lock/kernel-lock';
import { findLockCommand } from '../lock/lock-command';

/**
 * Makes the home this supervisor's own until it ends, however it ends. On a machine without kernel locks (Windows) the
 * name of the pipe is the lock. A supervisor that is about to end is waited for.
 * @throws `MC_HOME_LOCKED` when another supervisor keeps it, `MC_HOME_UNUSABLE`.
 */
export async function openHome(
  home: string,
  environment: NodeJS.ProcessEnv,
  withinMs: number,
): Promise<HeldLock | undefined> {
  ensureHome(home);
  const command = findLockCommand(environment['PATH'] ?? '', process.platform);
  if (!command) return undefined;
  const signal = AbortSignal.timeout(withinMs);
  try {
    return await new KernelLock(command).exclusive(join(home, 'lock'), signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new MediaConduitError('MC_HOME_LOCKED', `Another supervisor keeps the home ${home}.`, {
      hint: 'mediaconduit down --all ends it; or set MEDIACONDUIT_HOME to another folder',
      facts: { home },
    });
  }
}
