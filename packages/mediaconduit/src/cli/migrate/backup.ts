import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileChange } from './draft';
import { bytesOf } from './write-changes';

/** Where copies are kept, below the folder that is migrated. */
const BACKUPS = '.mediaconduit-backup';

/** Keeps the files as they are before they change, where no git would bring them back; answers the folder. */
export async function keepBackup(
  folder: string,
  changes: readonly FileChange[],
  at: Date,
): Promise<string | undefined> {
  const old = changes.filter(({ kind }) => kind !== 'created');
  if (old.length === 0) return undefined;
  const place = join(BACKUPS, at.toISOString().replaceAll(':', '-'));
  for (const change of old) {
    const file = join(folder, place, change.path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytesOf(change, change.before), { flag: 'wx' });
  }
  await writeFile(join(folder, BACKUPS, '.gitignore'), '*\n');
  return place;
}
