import { lstat, open, readdir, readlink, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { writeWholeFile } from '@mediaconduit/sdk';

/** Nobody writes a small file for so long: whoever began it was killed. */
const ABANDONED_MS = 60_000;

/**
 * Writes a small file so that after a crash or power cut it holds the old text or the whole new one: written elsewhere,
 * flushed, renamed, and the folder flushed too. Nothing is left when it fails, and what was left by a process that was
 * killed while it wrote the same file is removed.
 * @throws `MC_FILE_WRITE_FAILED`; the old file is untouched then.
 */
export async function writeFileAtomic(file: string, text: string): Promise<void> {
  const path = await placeOf(file);
  await writeWholeFile(path, onePiece(Buffer.from(text)));
  await removeAbandoned(path);
  await flushFolder(dirname(path));
}

/** A link stays one; what it leads to is written. */
async function placeOf(path: string): Promise<string> {
  const target = await readlink(path).catch(() => undefined);
  return target === undefined ? path : realpath(path).catch(() => resolve(dirname(path), target));
}

async function* onePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** By the names that `writeWholeFile` gives. */
async function removeAbandoned(path: string): Promise<void> {
  const start = `.${basename(path).slice(0, 100)}.`;
  const names = await readdir(dirname(path)).catch((): string[] => []);
  for (const name of names.filter((one) => one.startsWith(start) && one.endsWith('.tmp'))) {
    const file = join(dirname(path), name);
    const found = await lstat(file).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(file, { force: true }).catch(() => undefined);
  }
}

/** Makes a rename last. Windows cannot open folders; its file system keeps renames by itself. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
