import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWholeFile } from '@mediaconduit/sdk';

/**
 * Writes a small file so that after a crash or power cut it holds the old text or the whole new one: written elsewhere,
 * flushed, renamed, and the folder flushed too. Nothing is left when it fails.
 * @throws `MC_FILE_WRITE_FAILED`; the old file is untouched then.
 */
export async function writeFileAtomic(path: string, text: string): Promise<void> {
  await writeWholeFile(path, onePiece(Buffer.from(text)));
  await flushFolder(dirname(path));
}

async function* onePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
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
