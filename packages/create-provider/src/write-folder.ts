import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PlannedFile } from './planned-file';

/**
 * Writes the files into `folder`, which appears when all of them are written: they are made in a folder beside it. Files
 * that were there before are never touched. Resolves to the outermost folder that was made for it.
 * @throws `MC_FOLDER_NOT_EMPTY`; `MC_FILE_WRITE_FAILED` and what `signal` says, after which nothing is left.
 */
export async function writeFolder(
  folder: string,
  files: readonly PlannedFile[],
  signal?: AbortSignal,
): Promise<string> {
  const existed = await requireFree(folder);
  let made: string | undefined;
  try {
    const first = await mkdir(dirname(folder), { recursive: true });
    try {
      made = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
      for (const { path, text } of files) {
        signal?.throwIfAborted();
        await mkdir(dirname(join(made, path)), { recursive: true });
        await writeFile(join(made, path), text);
      }
      signal?.throwIfAborted();
      await (existed ? moveInto(made, folder) : rename(made, folder));
      return first ?? folder;
    } catch (error) {
      if (first !== undefined) await rm(first, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    throw writeFailed(folder, error);
  } finally {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  }
}

/** Whether it exists, empty. @throws `MC_FOLDER_NOT_EMPTY` for a folder with something in it, and for a file. */
export async function requireFree(folder: string): Promise<boolean> {
  try {
    const names = await readdir(folder);
    if (names.length === 0) return true;
    throw taken(folder, `it holds ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and more' : ''}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    if (code === 'ENOTDIR') throw taken(folder, await whatIsThere(folder));
    throw error instanceof MediaConduitError ? error : writeFailed(folder, error);
  }
}

async function whatIsThere(folder: string): Promise<string> {
  const isFile = await stat(folder).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? 'it is a file' : 'a part of its path is a file';
}

/** All or nothing: what has been moved goes again when the rest cannot follow. */
async function moveInto(made: string, folder: string): Promise<void> {
  const moved: string[] = [];
  try {
    for (const name of await readdir(made)) {
      await rename(join(made, name), join(folder, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) await rm(join(folder, name), { recursive: true, force: true });
    throw error;
  }
}

function taken(folder: string, reason: string): MediaConduitError {
  return new MediaConduitError('MC_FOLDER_NOT_EMPTY', `${folder} cannot be used: ${reason}.`, {
    hint: 'choose another folder with --folder, or empty this one',
    facts: { folder },
  });
}

function writeFailed(folder: string, cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_FILE_WRITE_FAILED', `${folder} cannot be written: ${messageOf(cause)}`, {
    hint: 'choose a folder that you may write to, with --folder; nothing was left behind',
    facts: { folder },
    cause,
  });
}
