import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { didYouMean, isMediaConduitError, MediaConduitError } from '@mediaconduit/sdk';

/** The same fault; for a file that does not exist, with the names in its folder that are nearest. */
export async function missingFile(thrown: unknown): Promise<unknown> {
  if (!isMediaConduitError(thrown, 'MC_FILE_NOT_FOUND')) return thrown;
  const { path } = thrown.facts;
  if (typeof path !== 'string') return thrown;
  const beside = await readdir(dirname(path)).catch((): string[] => []);
  if (beside.includes(basename(path))) return thrown;
  const { message, facts, hint, cause } = thrown;
  const near = didYouMean(basename(path), beside);
  return new MediaConduitError('MC_FILE_NOT_FOUND', message, { hint: near ?? hint, facts, cause });
}
