import { chmodSync, lstatSync, mkdirSync, statSync, type Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { homeId } from '../config/home';

/** Longest path of a Unix socket on every system, in bytes: 104 on macOS with its end. */
const LONGEST_PATH = 103;

/**
 * Where the supervisor of a home listens: a socket in the home, or, where that path is too long for one, in a folder of
 * the user below the one for temporary files; a named pipe on Windows.
 */
export function supervisorAddress(home: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return `\\\\.\\pipe\\mediaconduit-${homeId(home)}`;
  const own = join(home, 'run', 'supervisor.sock');
  if (Buffer.byteLength(own) <= LONGEST_PATH) return own;
  return join(tmpdir(), `mediaconduit-${process.getuid?.() ?? 'user'}`, `${homeId(home)}.sock`);
}

/**
 * Makes the folder of a socket, for its owner alone.
 * @throws `MC_HOME_UNUSABLE` when somebody else made it before us.
 */
export function makeSocketFolder(address: string): void {
  if (isPipe(address)) return;
  const folder = dirname(address);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  requireOwn(folder);
  chmodSync(folder, 0o700);
}

/**
 * Whoever listens is told the variables of the caller, and tells where services answer: before anybody connects, nobody
 * else may have been able to put a socket there. Of a pipe of Windows, nothing is known.
 * @throws `MC_HOME_UNUSABLE` when somebody else could; the error of the system when the folder is not there.
 */
export function checkSocketFolder(address: string): void {
  if (isPipe(address)) return;
  const folder = dirname(address);
  const { mode } = requireOwn(folder);
  const isOpen = (mode & 0o022) !== 0 && (statSync(dirname(folder)).mode & 0o011) !== 0;
  if (isOpen) throw unusable(folder, 'can be written by other users', `chmod 700 ${folder}`);
}

function isPipe(address: string): boolean {
  return address.startsWith('\\\\.\\pipe\\');
}

function requireOwn(folder: string): Stats {
  const found = lstatSync(folder);
  if (found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid())) return found;
  throw unusable(folder, 'belongs to somebody else', 'set MEDIACONDUIT_HOME to a shorter path of your own');
}

function unusable(folder: string, why: string, hint: string): MediaConduitError {
  return new MediaConduitError('MC_HOME_UNUSABLE', `The folder ${folder} ${why}.`, { hint, facts: { folder } });
}
