import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isMediaConduitError, MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { isMarkAlive, processMark, uniqueName } from '../store/process-mark';
import { errorCode } from '../store/store-errors';

/**
 * A folder of our own below `parent`, gone with all that is in it when it is disposed. One whose program was killed goes
 * when the next one of the same prefix is made beside it.
 */
export async function scratchFolder(
  parent: string,
  prefix: string,
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await onDisk(parent, async () => {
    const place = await realpath(parent);
    await removeAbandoned(place, prefix);
    const made = join(place, `${prefix}${processMark()}~${uniqueName()}`);
    await mkdir(made, { mode: 0o700 });
    return made;
  });
  return { path, [Symbol.asyncDispose]: () => remove(path) };
}

/**
 * Runs a piece of work below a folder; what the disk refuses becomes an error of ours.
 * @throws `MC_NO_SPACE`, `MC_HOME_UNUSABLE`.
 */
export async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = errorCode(cause);
    if (isMediaConduitError(cause) || reason === '') throw cause;
    const code = ['ENOSPC', 'EDQUOT'].includes(reason) ? 'MC_NO_SPACE' : 'MC_HOME_UNUSABLE';
    throw new MediaConduitError(code, `The folder ${folder} cannot be used: ${messageOf(cause)}.`, {
      hint: 'check that it is there, is yours and has room; TMPDIR and MEDIACONDUIT_HOME name others',
      facts: { folder, reason },
      cause,
    });
  }
}

/** What belongs to somebody else cannot be removed, and stays. */
async function removeAbandoned(place: string, prefix: string): Promise<void> {
  for (const name of (await readdir(place)).filter((one) => one.startsWith(prefix))) {
    const folder = join(place, name);
    const [mark = ''] = name.slice(prefix.length).split('~');
    if (!isMarkAlive(mark, folder)) await remove(folder).catch(() => undefined);
  }
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
