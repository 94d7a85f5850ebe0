import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { HeldLock } from '../../lock/kernel-lock';
import type { StoredPackagesParts } from './stored-packages-parts';

/** Waits until no other program fetches the same; `undefined` where the machine has no such locks. */
export async function fetchTurn(
  canonical: string,
  { home, turns, signal }: Pick<StoredPackagesParts, 'home' | 'turns'> & { readonly signal: AbortSignal },
): Promise<HeldLock | undefined> {
  const name = createHash('sha256').update(canonical).digest('hex').slice(0, 16);
  return turns?.exclusive(join(home, 'run', 'fetch', `${name}.lock`), signal);
}
