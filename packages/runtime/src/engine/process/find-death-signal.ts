import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { findExecutable } from './find-executable';

/** Ends the program if we ended before the kernel was asked to see to it; without it such a child would stay. */
const GUARD = '[ "$PPID" = "$0" ] || exit 1; exec "$@"';
/** A shell passes on no other variables. */
const SHELL_VARIABLE = /^[A-Za-z_]\w*$/;

/** Puts before a command line what has the program killed by the kernel when we are gone. */
export type DeathSignal = (argv: readonly string[], environment: Readonly<Record<string, string>>) => string[];

/**
 * The death signal of this machine (`setpriv` of util-linux); `undefined` where there is none. It reaches the direct
 * child only. In a worker thread it would kill the child at the end of the thread.
 */
export function findDeathSignal(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): DeathSignal | undefined {
  if (platform !== 'linux' || !isMainThread) return undefined;
  const program = findExecutable('setpriv', { folder: '/', environment, platform });
  if (program === undefined || !knowsOption(program)) return undefined;
  return (argv, variables) => {
    const guarded = Object.keys(variables).every((name) => SHELL_VARIABLE.test(name));
    const guard = guarded ? ['/bin/sh', '-c', GUARD, String(process.pid)] : [];
    return [program, '--pdeathsig', 'KILL', '--', ...guard, ...argv];
  };
}

/** BusyBox and util-linux before 2.33 have a `setpriv` without it; reading the program is faster than asking it. */
function knowsOption(program: string): boolean {
  try {
    return readFileSync(program).includes('--pdeathsig ');
  } catch {
    return false;
  }
}
