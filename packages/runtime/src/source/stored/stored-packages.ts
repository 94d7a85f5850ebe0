import type { LockedPackage, LockedPackages } from '../../lock-file/locked-package';
import type { CollectOptions } from '../../store/stored-tree';
import type { ResolvedRelease } from '../fetch/fetcher';
import type { RenewedTree, SourceTree } from '../source';
import type { HomeReport } from './collect-home';
import { fetchableFrom, requireFetchable, type FetchableIdentifier } from './fetchable-identifier';
import { loadCollector, loadNamedServices, loadRenewals } from './load-parts';
import { closedMeanwhile, lockMismatch } from './lock-mismatch';
import { PackageBundles } from './package-bundles';
import { PackageOpener } from './package-opener';
import { PackagePlans } from './package-plans';
import type { PackageRenewals } from './package-renewals';
import type {
  AddOptions,
  InstalledPackage,
  StoredPackagesParts,
  TakeOptions,
  UpdatedPackage,
  UpdateOptions,
} from './stored-packages-parts';
import { serviceToFetch } from './service-to-fetch';
import { verifyTrees, type VerifiedPackage } from './verify-trees';
import { withIsolation } from './with-isolation';

/** How long others may write into the lock file before something stays in it that was to be taken out again. */
const TAKE_BACK_MS = 2000;

/** Packages and repositories from far away: each is exactly what the lock file of the project says. */
export class StoredPackages implements AsyncDisposable {
  readonly #ended = new AbortController();
  readonly #opener: PackageOpener;
  /** Files for machines without a network. */
  readonly #bundles = new PackageBundles(this, () => this.parts, this.#ended.signal);
  readonly #plans = new PackagePlans(
    this,
    () => this.parts,
    (identifier) => this.#opener.optionsFor(identifier, {}),
    this.#ended.signal,
  );
  readonly #adding = new Set<Promise<void>>();
  #renewals: PackageRenewals | undefined;

  constructor(private readonly parts: StoredPackagesParts) {
    this.#opener = new PackageOpener(parts, this.#ended.signal);
  }

  /** What the lock file names. */
  locked(): Promise<LockedPackages> {
    return this.parts.lock.read();
  }

  /**
   * The tree of an identifier. One that is locked and stored needs no network; one that is locked is fetched as the lock
   * says; any other is resolved, fetched and added to the lock file.
   * @throws `MC_INTEGRITY` for what differs from the lock, `MC_NOT_LOCKED`, `MC_RELEASE_TOO_YOUNG`, and what fetching throws.
   */
  open(identifier: FetchableIdentifier, options: AddOptions = {}): Promise<SourceTree> {
    return this.#opener.open(identifier, options);
  }

  /** As {@link open}, for what a package names: a version that is being tried gets the service that came with it. */
  async openFor(from: string, identifier: FetchableIdentifier): Promise<SourceTree> {
    return this.#renewals?.triedFor(from, identifier) ?? this.open(identifier);
  }

  /** As {@link open}, with the service that a provider names; without it, nothing stays in the lock file that was not there. */
  async add(identifier: FetchableIdentifier, options: AddOptions = {}): Promise<void> {
    const adding = this.#add(identifier, options);
    this.#adding.add(adding);
    try {
      await adding;
    } finally {
      this.#adding.delete(adding);
    }
  }

  async #add(identifier: FetchableIdentifier, options: AddOptions): Promise<void> {
    const { canonical } = identifier;
    const isNew = !(await this.locked()).has(canonical);
    const { folder } = await this.open(identifier, options);
    const entry = (await this.locked()).get(canonical);
    const service = entry && serviceToFetch({ entry, folder }, await this.locked(), this.parts);
    const { isolation, ...others } = options;
    try {
      if (entry && isolation !== undefined && entry.isolation !== isolation)
        await this.#opener.amend(canonical, (now) => withIsolation(canonical, now, isolation));
      if (service) await this.open(service, others);
    } catch (error) {
      // also when it was cancelled; and why there is no service says more than that this failed
      if (isNew) await this.#takeOut(canonical, AbortSignal.timeout(TAKE_BACK_MS)).catch(() => undefined);
      throw error;
    }
  }

  /**
   * What the identifier means now, and for a provider, what its service means now; the lock file says so once both are
   * accepted. What is locked never becomes older.
   */
  async renew(identifier: FetchableIdentifier, options: TakeOptions = {}): Promise<RenewedTree> {
    return this.#renewing().renew(identifier, options);
  }

  /**
   * Renews entries of the lock file, one after the other. One that fails stays as it was, with its `problem`, and the
   * others go on.
   * @param identifiers keys of the lock file; by default all.
   * @throws `MC_CONFIG_INVALID` for a lock file that cannot be read, `MC_RUNTIME_CLOSED`.
   */
  async update(identifiers?: readonly string[], options: UpdateOptions = {}): Promise<UpdatedPackage[]> {
    return this.#renewing().update(identifiers, options);
  }

  /** Keeps a tree that something is run from to the end; one that is damaged is fetched again. @throws `MC_INTEGRITY`. */
  async keep(hash: string): Promise<void> {
    if ((await this.parts.trees.folderOf(hash)) !== undefined) return;
    const [canonical] = [...(await this.locked())].find(([, { trees }]) => Object.values(trees).includes(hash)) ?? [];
    const identifier = canonical === undefined ? undefined : fetchableFrom(canonical);
    if (!identifier) throw lockMismatch(hash, 'tree in the store', { locked: hash });
    await this.open(identifier);
  }

  /** What the identifier means now; changes nothing. */
  resolve(identifier: FetchableIdentifier, options: TakeOptions = {}): Promise<ResolvedRelease> {
    const fetchOptions = { ...this.#opener.optionsFor(identifier.canonical, options), isGlance: true };
    return this.parts.fetcher().resolve(identifier, fetchOptions);
  }

  /** See {@link PackagePlans.plan}. */
  readonly plan = this.#plans.plan.bind(this.#plans);

  /** See {@link PackagePlans.why}. */
  readonly why = this.#plans.why.bind(this.#plans);

  /** Takes it out of the lock file, and the service that nothing else in the project names; answers what was there. */
  async remove(canonical: string): Promise<string[]> {
    const { forsakenService, namedServices } = loadNamedServices();
    const named = await namedServices(this.parts.planHost(this.#ended.signal));
    return this.#takeOut(canonical, this.#ended.signal, (entry, left) => forsakenService(entry, left, named));
  }

  /** Reads every file of what is stored; what is damaged leaves the store. */
  async verify(): Promise<VerifiedPackage[]> {
    return verifyTrees(await this.locked(), this.parts.trees);
  }

  /**
   * Removes the trees that no lock file of the user's projects names, and copies that no package or project needs any more:
   * compiled sources and indexes. What was used within `minAgeMs`, a day by default, and what a program uses stays.
   * @throws `MC_CONFIG_INVALID` for a lock file that cannot be read.
   */
  collect(options: Pick<CollectOptions, 'minAgeMs'> = {}): Promise<HomeReport> {
    return loadCollector().collectHome(this.parts, options);
  }

  /** Fetches what the lock file names and the store lacks, reads every file of the rest; the lock file stays as it is. */
  async install(): Promise<InstalledPackage[]> {
    const installed: InstalledPackage[] = [];
    for (const { identifier, state } of await this.verify()) {
      if (state !== 'sound') await this.#opener.openFrozen(requireFetchable(identifier));
      installed.push({ identifier, state: state === 'sound' ? 'stored' : 'fetched' });
    }
    return installed;
  }

  /** See {@link PackageBundles.bundle}. */
  readonly bundle = this.#bundles.bundle.bind(this.#bundles);

  /** See {@link PackageBundles.installBundle}. */
  readonly installBundle = this.#bundles.installBundle.bind(this.#bundles);

  /** Ends what is under way. */
  abort(): void {
    this.#ended.abort(closedMeanwhile());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
    await Promise.all([this.#opener.settled(), this.#bundles.settled(), Promise.allSettled(this.#adding)]);
    await this.parts.trees[Symbol.asyncDispose]();
  }

  #renewing(): PackageRenewals {
    return (this.#renewals ??= new (loadRenewals().PackageRenewals)(this.#opener, this.parts));
  }

  #takeOut(
    canonical: string,
    signal: AbortSignal,
    goesAlong: (entry: LockedPackage, left: LockedPackages) => string | undefined = () => undefined,
  ): Promise<string[]> {
    return this.parts.lock.update(signal, (packages) => {
      const entry = packages.get(canonical);
      if (!entry || !packages.delete(canonical)) return [];
      const other = goesAlong(entry, packages);
      return other !== undefined && packages.delete(other) ? [canonical, other] : [canonical];
    });
  }
}
