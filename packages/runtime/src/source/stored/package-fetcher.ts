import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { findManifestSync } from '@mediaconduit/sdk/manifest';
import type { StoredTree } from '../../store/stored-tree';
import type {
  FetchedTree,
  Fetcher,
  FetchOptions,
  InstalledDependencies,
  LookedAt,
  Resolution,
  ResolvedRelease,
} from '../fetch/fetcher';
import type { FetchableIdentifier } from './fetchable-identifier';
import type { HeldTrees } from './held-trees';
import { readManifestsApart } from './read-manifests-apart';

/** Puts what a package depends on beside it. */
export type InstallDependencies = (folder: string, options: FetchOptions) => Promise<InstalledDependencies>;

/** Which packages {@link InstallDependencies} would put there. */
export type LookAtDependencies = (folder: string, options: FetchOptions) => Promise<Pick<LookedAt, 'needed'>>;

/** What fetching works with. */
export interface PackageFetcherParts {
  readonly fetchers: readonly Fetcher[];
  readonly installDependencies: InstallDependencies;
  readonly lookAtDependencies: LookAtDependencies;
  readonly trees: HeldTrees;
}

/** A package that was fetched and stored. */
export interface FetchedPackage extends FetchedTree {
  readonly tree: StoredTree;
}

/** Brings packages and repositories, with what they depend on, into the store. */
export class PackageFetcher {
  constructor(private readonly parts: PackageFetcherParts) {}

  /** What the identifier means now. */
  resolve(identifier: FetchableIdentifier, options: FetchOptions): Promise<ResolvedRelease> {
    return this.#fetcherOf(identifier).resolve(identifier, options);
  }

  async fetch(identifier: FetchableIdentifier, resolution: Resolution, options: FetchOptions): Promise<FetchedPackage> {
    await using staging = await this.parts.trees.store.stage();
    const { folder } = staging;
    const fetched = await this.#fetcherOf(identifier).fetch(resolution, folder, options);
    const isBare = fetched.dependencies === undefined && (await needsDependencies(folder));
    const label = identifier.canonical;
    const installed = isBare ? await this.parts.installDependencies(folder, { ...options, label }) : undefined;
    options.signal.throwIfAborted();
    const tree = await this.parts.trees.publish(staging);
    const scripts = [...fetched.scripts, ...(installed?.scripts ?? [])];
    return { ...fetched, ...installed, scripts, tree };
  }

  /** Puts a package alone into an empty folder that is not of the store. */
  async look(
    identifier: FetchableIdentifier,
    resolution: Resolution,
    { folder, ...options }: FetchOptions & { readonly folder: string },
  ): Promise<LookedAt> {
    const fetcher = this.#fetcherOf(identifier);
    if (fetcher.look) return fetcher.look(resolution, folder, options);
    const fetched = await fetcher.fetch(resolution, folder, options);
    const isBare = await needsDependencies(folder);
    const { needed } = isBare
      ? await this.parts.lookAtDependencies(folder, { ...options, label: identifier.canonical })
      : { needed: [] };
    return { needed, sizeBytes: fetched.resolution.sizeBytes, scripts: fetched.scripts };
  }

  #fetcherOf(identifier: FetchableIdentifier): Fetcher {
    const fetcher = this.parts.fetchers.find((one) => one.handles(identifier));
    if (fetcher) return fetcher;
    throw new MediaConduitError('MC_SOURCE_UNSUPPORTED', `Nothing here fetches ${identifier.canonical}.`, {
      hint: 'download it and name its folder',
      facts: { identifier: identifier.canonical },
    });
  }
}

/** The code of a provider runs here; that of a service may run in a container that has its own. */
async function needsDependencies(folder: string): Promise<boolean> {
  if (!existsSync(join(folder, 'package.json'))) return false;
  if (findManifestSync(folder, 'provider') !== undefined) return true;
  if (findManifestSync(folder, 'service') === undefined) return false;
  const { service } = await readManifestsApart(folder);
  return service?.engines.includes('process') ?? false;
}
