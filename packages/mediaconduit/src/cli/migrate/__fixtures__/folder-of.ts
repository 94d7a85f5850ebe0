import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planMigration, type MigrationPlan } from '../plan-migration';
import { readTree } from '../source-tree';
import { writeChanges } from '../write-changes';

/** Files of a folder by path. */
export type Files = Readonly<Record<string, string>>;

/** A folder with these files. */
export async function folderOf(files: Files): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) await folder.write(path, text);
  return folder;
}

/** What a migration of the folder would do. */
export async function planOf(folder: string): Promise<MigrationPlan> {
  return planMigration(await readTree(folder), () => undefined);
}

/** Migrates the folder, but does not load it; answers what was done. */
export async function migrated(folder: string): Promise<MigrationPlan> {
  const plan = await planOf(folder);
  await writeChanges(folder, plan.changes);
  return plan;
}

/** The text of a file below the folder. */
export function textOf(folder: string, path: string): Promise<string> {
  return readFile(join(folder, path), 'utf8');
}
