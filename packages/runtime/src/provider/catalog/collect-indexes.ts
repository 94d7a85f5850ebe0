import { existsSync } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { namesIn } from '../../cache/folder-caches';
import { ABANDONED_MS, type CollectedFiles } from '../modules/collect-compiled';
import { folderAt, isProvider } from './catalog-columns';
import { indexFolder, readPlaces, type Catalog } from './catalog-file';

/** What is left of the indexes of a home. */
export interface CollectedIndexes extends CollectedFiles {
  /** Folders of the providers that they name. */
  readonly providers: readonly string[];
}

/**
 * Removes the indexes of projects that are gone, and those that nobody can read. A program that needs one makes it again.
 * @param minAgeMs what was written more recently and cannot be read is kept.
 */
export async function collectIndexes(home: string, minAgeMs: number): Promise<CollectedIndexes> {
  const folder = indexFolder(home);
  const providers: string[] = [];
  let [removed, kept, freedBytes] = [0, 0, 0];
  for (const name of await namesIn(folder)) {
    const file = join(folder, name);
    const found = await lstat(file).catch(() => undefined);
    if (!found?.isFile()) continue;
    const isDraft = !name.endsWith('.json');
    const index = isDraft ? undefined : readPlaces(file);
    const isOld = Date.now() - found.mtimeMs >= (isDraft ? ABANDONED_MS : minAgeMs);
    if (index ? existsSync(projectOf(index)) : !isOld) {
      kept++;
      if (index) providers.push(...providersOf(index));
      continue;
    }
    await rm(file, { force: true });
    removed++;
    freedBytes += found.size;
  }
  return { removed, kept, freedBytes, providers };
}

/** The lock file comes first, then the package.json of the project itself, whether there is one or not. */
function projectOf({ places }: Pick<Catalog, 'places'>): string {
  return dirname(places[1]?.[0] ?? places[0]?.[0] ?? '');
}

function providersOf({ columns }: Pick<Catalog, 'columns'>): string[] {
  return columns.ids.flatMap((_id, at) => (isProvider(columns, at) ? [folderAt(columns, at)] : []));
}
