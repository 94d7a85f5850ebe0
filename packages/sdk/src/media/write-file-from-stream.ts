import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MediaConduitError, isMediaConduitError } from '../error/mediaconduit-error';
import { messageOf } from '../error/to-error';

/**
 * Writes a stream to `path` so that a reader sees the old file or the whole new one, never a part: into a temporary
 * file beside it, flushed to the disk, then renamed. Nothing is left when it fails or is aborted.
 * @throws `MC_FILE_WRITE_FAILED`, and whatever the stream fails with.
 */
export async function writeFileFromStream(path: string, stream: Readable): Promise<void> {
  try {
    if (await isDevice(path)) await write(path, 'w', stream);
    else await replace(path, stream);
  } catch (thrown) {
    throw isMediaConduitError(thrown) ? thrown : writeFailed(path, thrown);
  } finally {
    stream.destroy();
  }
}

async function replace(path: string, stream: Readable): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    await write(temporary, 'wx', stream);
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}

async function write(path: string, flags: 'w' | 'wx', stream: Readable): Promise<void> {
  await using file = await open(path, flags);
  await pipeline(stream, file.createWriteStream({ autoClose: false }));
  if (flags === 'wx') await file.sync();
}

/** A pipe or device (`/dev/stdout`) is written to: renaming would put a file in its place. */
async function isDevice(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function writeFailed(path: string, cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_FILE_WRITE_FAILED', `The file ${path} cannot be written: ${messageOf(cause)}.`, {
    hint: 'check that its folder exists, that you may write there, and that the disk has room',
    facts: { path },
    cause,
  });
}
