import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { isMediaConduitError } from '@mediaconduit/sdk';
import { findInstalledPackage } from '../source/find-installed-package';
import { readPackageJson, type PackageJson } from '../source/installed-packages';
import type { WhyStep } from './why';

/** Ways to one package that are kept: of thousands that ask for each other there are millions. */
const MOST_CHAINS = 20;

/** A package in its folder, and how it was found. */
export interface FoundPackage {
  readonly name: string;
  readonly version?: string;
  /** Real path. */
  readonly folder: string;
  /** The shortest way from the first one, itself included. */
  readonly chain: readonly WhyStep[];
  /** Ends of other ways: each a package that asks for it, too. */
  readonly others: (readonly WhyStep[])[];
}

/**
 * A package and all that it reaches through `node_modules`, as Node.js would find it; nearest first.
 * @param isWhole nothing outside the folder belongs to it, as in a tree of the store.
 */
export function reachedFrom(folder: string, isWhole: boolean): FoundPackage[] {
  const root = realpathSync(folder);
  const own = manifestOf(root);
  const first: WhyStep = { name: own.name ?? root, version: own.version };
  const found = new Map<string, FoundPackage>([
    [root, { name: first.name, version: own.version, folder: root, chain: [first], others: [] }],
  ]);
  for (const from of found.values()) {
    for (const [name, range] of Object.entries(rangesOf(manifestOf(from.folder)))) {
      const place = findInstalledPackage(name, from.folder);
      if (place === undefined || (isWhole && !place.startsWith(root + sep))) continue;
      const { version } = manifestOf(place);
      const chain = [...from.chain, { name, version, range }];
      const known = found.get(place);
      if (!known) found.set(place, { name, version, folder: place, chain, others: [] });
      else if (known.others.length < MOST_CHAINS - 1) known.others.push(chain);
    }
  }
  return [...found.values()];
}

function rangesOf({ dependencies, optionalDependencies, peerDependencies }: PackageJson): Record<string, string> {
  return { ...peerDependencies, ...optionalDependencies, ...dependencies };
}

/** A package.json that is broken asks for nothing. */
function manifestOf(folder: string): PackageJson {
  try {
    return readPackageJson(folder) ?? {};
  } catch (error) {
    if (isMediaConduitError(error)) return {};
    throw error;
  }
}
