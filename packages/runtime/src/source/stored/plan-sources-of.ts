import type { PlanSources } from '../../plan/plan-sources';
import type { FetchOptions } from '../fetch/fetcher';
import { storedFolderOf } from './locked-trees';
import type { StoredPackages } from './stored-packages';
import type { StoredPackagesParts } from './stored-packages-parts';

/** What a plan looks at: the lock file, the store, and what would be fetched. */
export function planSourcesOf(
  packages: Pick<StoredPackages, 'locked' | 'resolve'>,
  { fetcher, home }: Pick<StoredPackagesParts, 'fetcher' | 'home'>,
  optionsFor: (identifier: string) => FetchOptions,
): PlanSources {
  return {
    locked: () => packages.locked(),
    folderOf: (entry) => storedFolderOf(entry, home),
    resolve: (identifier) => packages.resolve(identifier),
    look: (identifier, resolution, folder) =>
      fetcher().look(identifier, resolution, { ...optionsFor(identifier.canonical), folder }),
  };
}
