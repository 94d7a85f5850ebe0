import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';

/** The state folder of one user: `MEDIACONDUIT_HOME`, else `$XDG_STATE_HOME/mediaconduit`, else `~/.local/state/mediaconduit`. */
export function homeFolder(environment: NodeJS.ProcessEnv): string {
  const named = environment['MEDIACONDUIT_HOME'];
  if (named) return resolve(named);
  if (process.platform === 'win32' && environment['LOCALAPPDATA'])
    return join(environment['LOCALAPPDATA'], 'mediaconduit');
  return join(environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'mediaconduit');
}

/** Tells the homes of a machine apart in container names and labels: 8 hex digits of the path's hash. */
export function homeId(home: string): string {
  return createHash('sha256').update(home).digest('hex').slice(0, 8);
}

/**
 * Makes the state folder, readable by its owner only.
 * @throws `MC_HOME_UNUSABLE` when it cannot be made or other users may write to it.
 */
export function ensureHome(home: string): void {
  const { mode } = madeFolder(home);
  if (process.platform !== 'win32' && (mode & 0o022) !== 0) throw unusable(home, 'other users may write to it');
}

function madeFolder(home: string): Stats {
  try {
    makeFolders(home);
    const found = statSync(home);
    if (found.isDirectory()) return found;
  } catch (error) {
    throw unusable(home, messageOf(error));
  }
  throw unusable(home, 'it is no folder');
}

/** One by one: the recursive mkdir of Node.js never ends where a parent exists and takes no folders, as /proc does. */
function makeFolders(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  for (const one of missing) makeFolder(one);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const made = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!made) throw error; // else another process was faster
  }
}

function unusable(home: string, reason: string): MediaConduitError {
  return new MediaConduitError('MC_HOME_UNUSABLE', `The state folder ${home} cannot be used: ${reason}.`, {
    hint: 'set MEDIACONDUIT_HOME to a folder of your own (chmod 700)',
    facts: { home, reason },
  });
}
