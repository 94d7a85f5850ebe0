import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { findExecutable } from './find-executable';

/**
 * The start of a command line whose program is killed by the kernel when we are gone (`setpriv` of util-linux), or
 * nothing where that cannot be had. It reaches the direct child only. In a worker thread it would kill the child at
 * the end of the thread.
 */
export function findDeathSignal(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): readonly string[] {
  if (platform !== 'linux' || !isMainThread) return [];
  const program = findExecutable('setpriv', { folder: '/', environment, platform });
  if (program === undefined || !knowsOption(program)) return [];
  return [program, '--pdeathsig', 'KILL', '--'];
}

/** BusyBox and util-linux before 2.33 have a `setpriv` without it; reading the program is faster than asking it. */
function knowsOption(program: string): boolean {
  try {
    return readFileSync(program).includes('--pdeathsig ');
  } catch {
    return false;
  }
}
