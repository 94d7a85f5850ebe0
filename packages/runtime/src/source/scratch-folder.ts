import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder of our own below `parent`, gone with all that is in it when it is disposed. */
export async function scratchFolder(
  parent: string,
  prefix: string,
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(await realpath(parent), prefix));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
