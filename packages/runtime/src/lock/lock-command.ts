import { accessSync, constants, realpathSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

/** `shared` and `exclusive` wait for their turn; `try-exclusive` answers at once. */
export type LockMode = 'shared' | 'exclusive' | 'try-exclusive';

const LOCK_BUSY = 75;

/** True for the exit codes of a holder that did not get the lock. */
export function isLockBusy(exitCode: number | null): boolean {
  return exitCode === LOCK_BUSY || exitCode === 1;
}

/** argv of a child that takes a lock on a file, prints a line, and holds it until its standard input ends. */
export type LockCommand = (file: string, mode: LockMode) => readonly [string, ...string[]];

const HOLD = 'echo held; exec cat >/dev/null';

const PERL = [
  'use Fcntl qw(:flock); $|=1; open(my $lock,">>",$ARGV[0]) or exit 2;',
  'my $mode = $ARGV[1] eq "shared" ? LOCK_SH : $ARGV[1] eq "exclusive" ? LOCK_EX : LOCK_EX|LOCK_NB;',
  `flock($lock, $mode) or exit ${LOCK_BUSY};`,
  'print "held\\n"; 1 while sysread(STDIN, my $bytes, 4096);',
].join(' ');

/**
 * The way to hold a kernel lock on this machine: `flock` of util-linux or BusyBox, else `perl` (macOS has one),
 * else `undefined` (Windows).
 */
export function findLockCommand(path: string, platform: NodeJS.Platform): LockCommand | undefined {
  if (platform === 'win32') return undefined;
  const flock = findProgram('flock', path);
  if (flock) return byFlock(flock, basename(realpathSync(flock)) === 'busybox');
  const perl = findProgram('perl', path);
  return perl ? (file, mode) => [perl, '-e', PERL, file, mode] : undefined;
}

function byFlock(flock: string, isBusyBox: boolean): LockCommand {
  // The holder itself becomes `cat`, so that there is one process and not two; BusyBox cannot, and answers 1 when busy.
  const own = isBusyBox ? [] : ['--no-fork', '-E', String(LOCK_BUSY)];
  const modes = { shared: ['-s'], exclusive: ['-x'], 'try-exclusive': ['-x', '-n'] } as const;
  return (file, mode) => [flock, ...own, ...modes[mode], file, '/bin/sh', '-c', HOLD];
}

function findProgram(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
