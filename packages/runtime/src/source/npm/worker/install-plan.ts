import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { InstallScript, PinnedPackage } from '../../fetch/fetcher';
import { TREE_LIMITS } from './archive-limits';
import { checkPlaces } from './check-pins';
import { findInstallScripts } from './find-install-scripts';
import { fitsPlatform } from './fits-platform';
import { linkPrograms } from './link-programs';
import { readPackage } from './package-manifest';
import type { PlannedPackage } from './plan-dependencies';
import { registryOf, withoutCredentials } from './registry-of';
import type { NpmSettings } from './npm-settings';
import type { TarballSource } from './tarball-source';
import { unpackArchive } from './unpack-archive';

/** Where packages are put and got from. */
export interface InstallPlanOptions {
  /** The package whose `node_modules` is filled. */
  readonly folder: string;
  readonly source: TarballSource;
  readonly settings: NpmSettings;
  readonly onPackage: (label: string) => void;
}

/** What was installed. */
export interface InstalledPlan {
  readonly dependencies: readonly PinnedPackage[];
  readonly scripts: readonly InstallScript[];
}

const AT_ONCE = 8;

/** Fetches, checks and unpacks every package of the plan, links their programs into `.bin`, and runs nothing. */
export async function installPlan(
  plan: readonly PlannedPackage[],
  options: InstallPlanOptions,
): Promise<InstalledPlan> {
  checkPlaces(plan);
  const budget = new TreeBudget();
  const dependencies: PinnedPackage[] = [];
  const present = plan.filter(fitsPlatform);
  // A package may lie in the folder of another one, which must be there first.
  for (const layer of layersOf(present)) {
    await inTurns(layer, async (one) => {
      dependencies.push(await installPackage(one, options, budget));
      options.onPackage(`${one.name}@${one.version}`);
    });
  }
  const left = plan
    .filter((one) => !present.includes(one))
    .filter(isPinned)
    .map(({ sizeBytes: _, ...pinned }) => pinned);
  const packages = present.map(({ path }) => readPackage(join(options.folder, path)));
  await linkPrograms(packages);
  return {
    dependencies: [...dependencies, ...left].sort((one, other) => (one.path < other.path ? -1 : 1)),
    scripts: packages.flatMap(findInstallScripts),
  };
}

async function installPackage(
  one: PlannedPackage,
  { folder, source, settings }: InstallPlanOptions,
  budget: TreeBudget,
): Promise<PinnedPackage> {
  const target = join(folder, one.path);
  const tarball = await source.get(one);
  try {
    if (existsSync(target)) await rm(target, { recursive: true, force: true });
    const label = `${one.name}@${one.version}`;
    budget.take(await unpackArchive(tarball, { folder: target, label }));
  } finally {
    await tarball.dispose();
  }
  const { path, name, version, platform } = one;
  const resolved = one.resolved ?? usualPlace(one, settings);
  return { path, name, version, resolved, integrity: tarball.integrity, ...(platform ? { platform } : {}) };
}

/** Where registries keep tarballs; only a hint, whose answer is checked. */
function usualPlace({ name, version }: PlannedPackage, { options }: NpmSettings): string {
  return `${withoutCredentials(registryOf(name, options))}${name}/-/${basename(name)}-${version}.tgz`;
}

function layersOf(plan: readonly PlannedPackage[]): PlannedPackage[][] {
  const layers: PlannedPackage[][] = [];
  for (const one of plan) (layers[one.path.split('/node_modules/').length] ??= []).push(one);
  return layers.filter(Boolean);
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const takeTurns = async (): Promise<void> => {
    for (const item of rest) {
      await work(item);
      await nextTurn(); // what is cached is installed without a wait: whether our parent has gone would be heard at the end only
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
}

function isPinned(one: PlannedPackage): one is PinnedPackage & PlannedPackage {
  return one.integrity !== undefined && one.resolved !== undefined;
}

/** Many small packages fill a disk as well as a large one. */
class TreeBudget {
  #bytes = 0;
  #entries = 0;

  take({ bytes, entries }: { readonly bytes: number; readonly entries: number }): void {
    this.#bytes += bytes;
    this.#entries += entries;
    if (this.#bytes <= TREE_LIMITS.unpackedBytes && this.#entries <= TREE_LIMITS.entries) return;
    throw new MediaConduitError(
      'MC_ARCHIVE_UNSAFE',
      `The package and what it depends on are larger than ${TREE_LIMITS.unpackedBytes} bytes or ${TREE_LIMITS.entries} files.`,
      { hint: 'tell the author of the package', facts: { bytes: this.#bytes, entries: this.#entries } },
    );
  }
}
