import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isMarkAlive, processMark, uniqueName } from '../store/process-mark';

/**
 * A folder of our own below `parent`, gone with all that is in it when it is disposed. One whose program was killed goes
 * when the next one of the same prefix is made beside it.
 */
export async function scratchFolder(
  parent: string,
  prefix: string,
): Promise<AsyncDisposable & { readonly path: string }> {
  const place = await realpath(parent);
  await removeAbandoned(place, prefix);
  const path = join(place, `${prefix}${processMark()}~${uniqueName()}`);
  await mkdir(path, { mode: 0o700 });
  return { path, [Symbol.asyncDispose]: () => remove(path) };
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
