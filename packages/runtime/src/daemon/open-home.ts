import { join } from 'node:path';
import { anySignal, MediaConduitError } from '@mediaconduit/sdk';
import { ensureHome } from '../config/home';
import { KernelLock, type HeldLock } from '../lock/kernel-lock';
import { findLockCommand } from '../lock/lock-command';
import { ownerOfLock, signLock, type LockOwner } from '../lock/lock-owner';
import { findSupervisor } from './spawn-supervisor';

/** Who waits for a home looks so often whether another supervisor serves it, in ms. */
const LOOK_EVERY_MS = 200;

/**
 * Makes the home this supervisor's own until it ends, however it ends. On a machine without kernel locks (Windows) the
 * name of the pipe is the lock. A supervisor that is about to end, and does not answer any more, is waited for.
 * @throws `MC_HOME_LOCKED` when another supervisor keeps it, `MC_HOME_UNUSABLE`.
 */
export async function openHome(
  home: string,
  environment: NodeJS.ProcessEnv,
  withinMs: number,
): Promise<HeldLock | undefined> {
  ensureHome(home);
  const file = join(home, 'lock');
  const command = findLockCommand(environment['PATH'] ?? '', process.platform);
  if (!command) return undefined;
  const served = new AbortController();
  const signal = anySignal([AbortSignal.timeout(withinMs), served.signal]);
  const looks = setInterval(() => {
    findSupervisor({ home, signal }).then(
      (other) => other && served.abort(),
      () => undefined, // it keeps the home, but does not answer
    );
  }, LOOK_EVERY_MS);
  try {
    const held = await new KernelLock(command).exclusive(file, signal);
    signLock(file);
    return held;
  } catch (error) {
    if (!signal.aborted) throw error;
    throw homeLocked(home, ownerOfLock(file));
  } finally {
    clearInterval(looks);
  }
}

function homeLocked(home: string, owner: LockOwner | undefined): MediaConduitError {
  const who = owner ? ` It is process ${owner.pid} (${owner.program}).` : '';
  return new MediaConduitError('MC_HOME_LOCKED', `Another supervisor keeps the home ${home}.${who}`, {
    hint: 'mediaconduit down --all ends it; or set MEDIACONDUIT_HOME to another folder',
    facts: { home, ...owner },
  });
}
