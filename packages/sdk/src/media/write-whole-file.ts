// Through node:fs the promise functions load at first use; node:fs/promises would cost every program 1 ms.
import { promises as fs } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MediaConduitError, isMediaConduitError } from '../error/mediaconduit-error';
import { messageOf } from '../error/to-error';

/**
 * Replaces a file so that a reader sees the old or the whole new one: writes a temporary file beside it, flushes it to
 * the disk and renames it. Nothing is left when it fails. A chunk is done with when the next one is asked for.
 * @throws `MC_FILE_WRITE_FAILED`, and what `chunks` fails with.
 */
export async function writeWholeFile(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  try {
    if (await isDevice(path)) await write(path, 'w', chunks);
    else await replace(path, chunks);
  } catch (thrown) {
    throw isMediaConduitError(thrown) ? thrown : writeFailed(path, thrown);
  }
}

async function replace(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${crypto.randomUUID()}.tmp`);
  try {
    await write(temporary, 'wx', chunks);
    await keepAccess(path, temporary);
    await fs.rename(temporary, path);
  } catch (thrown) {
    await fs.rm(temporary, { force: true });
    throw thrown;
  }
}

/** Who may read and write the old file may so the new one, as far as we are allowed to say that. */
async function keepAccess(from: string, to: string): Promise<void> {
  const old = await fs.stat(from).catch(() => undefined);
  if (!old) return;
  await fs.chown(to, old.uid, old.gid).catch(() => undefined);
  await fs.chmod(to, old.mode & 0o777).catch(() => undefined);
}

async function write(path: string, flags: 'w' | 'wx', chunks: AsyncIterable<Buffer>): Promise<void> {
  const file = await fs.open(path, flags);
  try {
    await fs.writeFile(file, chunks);
    if (flags === 'wx') await file.sync();
  } finally {
    await file.close();
  }
}

/** A pipe or device (`/dev/stdout`) is written to: renaming would put a file in its place. */
async function isDevice(path: string): Promise<boolean> {
  const found = await fs.stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function writeFailed(path: string, cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_FILE_WRITE_FAILED', `The file ${path} cannot be written: ${messageOf(cause)}.`, {
    hint: 'check that its folder exists, that you may write there, and that the disk has room',
    facts: { path },
    cause,
  });
}
