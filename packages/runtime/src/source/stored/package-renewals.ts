import { toMediaConduitError, type MediaConduitError } from '@mediaconduit/sdk';
import type { LockedPackages } from '../../lock-file/locked-package';
import type { RenewedTree, SourceTree } from '../source';
import { describeTree } from './describe-tree';
import { requireFetchable, type FetchableIdentifier } from './fetchable-identifier';
import { requireSameRelease } from './lock-mismatch';
import type { PackageOpener } from './package-opener';
import { serviceToFetch } from './service-to-fetch';
import type {
  RenewedPackage,
  StoredPackagesParts,
  TakeOptions,
  UpdatedPackage,
  UpdateOptions,
} from './stored-packages-parts';

/** New versions of what is locked. */
export class PackageRenewals {
  readonly #tried = new Map<string, SourceTree>(); // not accepted yet, by the folder of the provider

  constructor(
    private readonly opener: PackageOpener,
    private readonly parts: StoredPackagesParts,
  ) {}

  /** The service that came with a version of a provider that is being tried. */
  triedFor(folder: string, { canonical }: FetchableIdentifier): SourceTree | undefined {
    const tried = this.#tried.get(folder);
    return tried?.canonical === canonical ? tried : undefined;
  }

  /** See `StoredPackages.renew`. */
  async renew(identifier: FetchableIdentifier, options: TakeOptions = {}): Promise<RenewedTree> {
    const own = await this.#renewOne(identifier, options);
    const { canonical, folder } = own;
    const wanted = serviceToFetch(own, await this.#locked(), this.parts);
    const service = wanted && (await this.#renewOne(wanted, options));
    if (service) this.#tried.set(folder, service);
    const forget = (): void => void this.#tried.delete(folder);
    const changed = [own, service].filter((one) => one?.isNew === true) as RenewedPackage[];
    return {
      folder,
      canonical,
      isolation: own.isolation,
      accept: () => this.opener.replace(changed).finally(forget),
      discard: forget,
    };
  }

  /** See `StoredPackages.update`. */
  async update(
    identifiers: readonly string[] | undefined,
    { onUpdated, signal, ...options }: UpdateOptions,
  ): Promise<UpdatedPackage[]> {
    const before = await this.#locked();
    const updated: UpdatedPackage[] = [];
    for (const identifier of new Set(identifiers ?? before.keys())) {
      signal?.throwIfAborted();
      const problem = await this.#updateOne(identifier, options);
      const [from, to] = [before, await this.#locked()].map((all) => all.get(identifier)?.resolution);
      const one = { identifier, from, to, problem };
      updated.push(one);
      onUpdated?.(one);
    }
    return updated;
  }

  /** Answers what it failed with. */
  async #updateOne(identifier: string, options: TakeOptions): Promise<MediaConduitError | undefined> {
    try {
      const renewed = await this.renew(requireFetchable(identifier), options);
      await renewed.accept?.();
      return undefined;
    } catch (error) {
      const problem = toMediaConduitError(error);
      if (problem.code === 'MC_RUNTIME_CLOSED') throw problem;
      return problem;
    }
  }

  async #renewOne(identifier: FetchableIdentifier, options: TakeOptions): Promise<RenewedPackage> {
    const { opener } = this;
    const { canonical } = identifier;
    const locked = (await this.#locked()).get(canonical);
    const resolution = await opener.take(identifier, options, locked?.resolution);
    if (locked?.resolution.canonical === resolution.canonical) {
      requireSameRelease(canonical, locked, resolution);
      return { ...(await opener.open(identifier)), entry: locked, isNew: false };
    }
    opener.requireThawed(canonical);
    const fetched = await opener.fetch(identifier, resolution, options);
    const entry = await describeTree(canonical, fetched);
    return { ...(await opener.hold(identifier, fetched, locked)), entry, isNew: true };
  }

  #locked(): Promise<LockedPackages> {
    return this.parts.lock.read();
  }
}
