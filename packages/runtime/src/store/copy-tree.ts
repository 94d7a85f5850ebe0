import { createWriteStream, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openLargeFile, readSmallFile, SMALL_BYTES } from './hash-file';
import { createPace } from './pace';
import { scanTree, type UnreadFile } from './scan-tree';

/**
 * Copies a folder of somebody else into an empty one. Its files are never linked to: who owns them may change them.
 * @throws `MC_ARCHIVE_UNSAFE`, as {@link scanTree}.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  const pace = createPace();
  const entries = await scanTree(from, { pace });
  for (const entry of entries) {
    const target = join(to, entry.path);
    if (entry.kind === 'folder') mkdirSync(target, { mode: 0o700 });
    else if (entry.kind === 'link') symlinkSync(entry.target, target);
    else await copyFile(join(from, entry.path), target, entry);
    await pace();
  }
}

async function copyFile(source: string, target: string, { isExecutable, sizeBytes }: UnreadFile): Promise<void> {
  const mode = isExecutable ? 0o700 : 0o600;
  if (sizeBytes <= SMALL_BYTES) return writeFileSync(target, readSmallFile(source), { flag: 'wx', mode });
  await using handle = await openLargeFile(source);
  await pipeline(handle.createReadStream({ autoClose: false }), createWriteStream(target, { flags: 'wx', mode }));
}
