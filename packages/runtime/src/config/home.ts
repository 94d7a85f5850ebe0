import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
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
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(home, messageOf(error));
  }
  if (process.platform !== 'win32' && (statSync(home).mode & 0o022) !== 0) {
    throw unusable(home, 'other users may write to it');
  }
}

function unusable(home: string, reason: string): MediaConduitError {
  return new MediaConduitError('MC_HOME_UNUSABLE', `The state folder ${home} cannot be used: ${reason}.`, {
    hint: 'set MEDIACONDUIT_HOME to a folder of your own (chmod 700)',
    facts: { home, reason },
  });
}
