import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';

/**
 * The absolute path that `--out` names, seen from `folder`.
 * @throws `MC_USAGE` for an empty name, `MC_FILE_WRITE_FAILED` for one that ends like a folder's.
 */
export function outFile(folder: string, out: string | undefined): string | undefined {
  if (out === undefined) return undefined;
  if (out.trim() === '')
    throw new MediaConduitError('MC_USAGE', 'The name of the output file is empty.', { hint: 'write --out <file>' });
  const path = resolve(folder, out);
  if (/[\\/]$/.test(out)) throw isFolder(path);
  return path;
}

/**
 * Looks whether a file can be written there, and changes nothing: nothing is to be started for a result that cannot be
 * kept. What happens to the folder afterwards is seen when the file is written.
 * @throws `MC_FILE_WRITE_FAILED`
 */
export async function checkOutFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw isFolder(path);
  if (found) return requireWritable(path, path);
  const parent = dirname(path);
  const above = await stat(parent).catch(() => undefined);
  if (above?.isDirectory()) return requireWritable(parent, path);
  throw above
    ? refused(path, `${parent} is no folder`, 'name another path')
    : refused(path, `the folder ${parent} does not exist`, `make it first: mkdir -p ${parent}`);
}

async function requireWritable(place: string, path: string): Promise<void> {
  try {
    await access(place, constants.W_OK);
  } catch (cause) {
    throw refused(path, `you may not write to ${place}: ${messageOf(cause)}`, 'name another path', cause);
  }
}

function isFolder(path: string): MediaConduitError {
  return refused(path, 'it is a folder', `name a file in it: --out ${join(path, 'result')}`);
}

function refused(path: string, reason: string, hint: string, cause?: unknown): MediaConduitError {
  return new MediaConduitError('MC_FILE_WRITE_FAILED', `${path} cannot be written: ${reason}.`, {
    hint,
    facts: { path },
    cause,
  });
}
