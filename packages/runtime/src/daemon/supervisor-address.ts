import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
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
  if (address.startsWith('\\\\.\\pipe\\')) return;
  const folder = dirname(address);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid())) {
    throw new MediaConduitError('MC_HOME_UNUSABLE', `The folder ${folder} belongs to somebody else.`, {
      hint: 'set MEDIACONDUIT_HOME to a shorter path of your own',
      facts: { folder },
    });
  }
  chmodSync(folder, 0o700);
}
