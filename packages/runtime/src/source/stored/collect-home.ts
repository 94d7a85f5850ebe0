import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { collectIndexes } from '../../provider/catalog/collect-indexes';
import { collectCompiled } from '../../provider/modules/collect-compiled';
import { storePlaces, treePlaces } from '../../store/store-places';
import type { CollectOptions, CollectReport } from '../../store/stored-tree';
import type { StoredPackagesParts } from './stored-packages-parts';

const DAY_MS = 24 * 3_600_000;

/** What a collection has removed and left of the files that are made again when they are needed. */
export interface CollectedCopies {
  readonly removed: number;
  readonly kept: number;
}

/** What was removed from a home. */
export interface HomeReport extends CollectReport {
  /** TypeScript that was compiled. */
  readonly compiled: CollectedCopies;
  /** Of what is installed in projects. */
  readonly indexes: CollectedCopies;
}

/** See `StoredPackages.collect`. */
export async function collectHome(
  { home, projects, trees }: Pick<StoredPackagesParts, 'home' | 'projects' | 'trees'>,
  { minAgeMs = DAY_MS }: Pick<CollectOptions, 'minAgeMs'>,
): Promise<HomeReport> {
  const roots = await projects.trees();
  const report = await trees.store.collect({ minAgeMs, roots });
  const { providers, ...indexes } = await collectIndexes(home, minAgeMs);
  const stored = [...roots].map((hash) => treePlaces(join(storePlaces(join(home, 'store')).trees, hash)).files);
  const packages = (): string[] => [...stored, ...providers].filter((folder) => existsSync(folder));
  const compiled = await collectCompiled(home, { minAgeMs, packages });
  return {
    ...report,
    freedBytes: report.freedBytes + indexes.freedBytes + compiled.freedBytes,
    compiled: countsOf(compiled),
    indexes: countsOf(indexes),
  };
}

function countsOf({ kept, removed }: CollectedCopies): CollectedCopies {
  return { removed, kept };
}
