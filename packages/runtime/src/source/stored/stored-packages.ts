import type { LockedPackage, LockedPackages } from '../../lock-file/locked-package';
import type { CollectOptions, CollectReport } from '../../store/stored-tree';
import type { FetchOptions, Resolution, ResolvedRelease } from '../fetch/fetcher';
import type { RenewedTree, SourceTree } from '../source';
import { addedPackage } from './added-package';
import { describeTree } from './describe-tree';
import { fetchableFrom, requireFetchable, type FetchableIdentifier } from './fetchable-identifier';
import { fetchOptionsFor } from './fetch-options-for';
import { fetchTurn } from './fetch-turn';
import { closedMeanwhile, lockMismatch, notLocked, requireSameRelease, requireSameResolution } from './lock-mismatch';
import { requireOwnResolution } from './own-resolution';
import { PackageBundles } from './package-bundles';
import type { FetchedPackage } from './package-fetcher';
import { PackagePlans } from './package-plans';
import type {
  AddOptions,
  InstalledPackage,
  RenewedPackage,
  StoredPackagesParts,
  TakeOptions,
} from './stored-packages-parts';
import { serviceToFetch } from './service-to-fetch';
import { treePlatform } from './tree-platform';
import { verifyTrees, type VerifiedPackage } from './verify-trees';
import { withIsolation } from './with-isolation';

/** Packages and repositories from far away: each is exactly what the lock file of the project says. */
export class StoredPackages implements AsyncDisposable {
  readonly #ended = new AbortController();
  /** Files for machines without a network. */
  readonly #bundles = new PackageBundles(this, () => this.parts, this.#ended.signal);
  readonly #plans = new PackagePlans(
    this,
    () => this.parts,
    (identifier) => this.#options(identifier, {}),
  );
  readonly #opening = new Map<string, Promise<SourceTree>>();
  readonly #tried = new Map<string, SourceTree>(); // not accepted yet, by the folder of the provider

  constructor(private readonly parts: StoredPackagesParts) {}

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
    const { canonical } = identifier;
    const running = this.#opening.get(canonical);
    if (running) return running;
    const opening = this.#open(identifier, options).finally(() => this.#opening.delete(canonical));
    this.#opening.set(canonical, opening);
    return opening;
  }

  /** As {@link open}, for what a package names: a version that is being tried gets the service that came with it. */
  async openFor(from: string, identifier: FetchableIdentifier): Promise<SourceTree> {
    const tried = this.#tried.get(from);
    return tried?.canonical === identifier.canonical ? tried : this.open(identifier);
  }

  /** As {@link open}, with the service that a provider names; without it, nothing stays in the lock file that was not there. */
  async add(identifier: FetchableIdentifier, options: AddOptions = {}): Promise<void> {
    const { canonical } = identifier;
    const isNew = !(await this.locked()).has(canonical);
    await this.open(identifier, options);
    const entry = (await this.locked()).get(canonical);
    const service = entry && serviceToFetch(entry, await this.locked(), this.parts);
    const { isolation, ...others } = options;
    try {
      if (entry && isolation !== undefined && entry.isolation !== isolation)
        await this.#replace([{ canonical, entry: withIsolation(canonical, entry, isolation) }]);
      if (service) await this.open(service, others);
    } catch (error) {
      if (isNew) await this.remove(canonical).catch(() => undefined); // why there is no service says more
      throw error;
    }
  }

  /**
   * What the identifier means now, and for a provider, what its service means now; the lock file says so once both are
   * accepted. What is locked never becomes older.
   */
  async renew(identifier: FetchableIdentifier, options: TakeOptions = {}): Promise<RenewedTree> {
    const own = await this.#renewOne(identifier, options);
    const { canonical, entry, folder } = own;
    const wanted = serviceToFetch(entry, await this.locked(), this.parts);
    const service = wanted && (await this.#renewOne(wanted, options));
    if (service) this.#tried.set(folder, service);
    const forget = (): void => void this.#tried.delete(folder);
    const changed = [own, service].filter((one) => one?.isNew === true) as RenewedPackage[];
    return {
      folder,
      canonical,
      isolation: own.isolation,
      accept: () => this.#replace(changed).finally(forget),
      discard: forget,
    };
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
    const fetchOptions = { ...this.#options(identifier.canonical, options), isGlance: true };
    return this.parts.fetcher().resolve(identifier, fetchOptions);
  }

  /** See {@link PackagePlans.plan}. */
  readonly plan = this.#plans.plan.bind(this.#plans);

  /** See {@link PackagePlans.why}. */
  readonly why = this.#plans.why.bind(this.#plans);

  /** Takes it out of the lock file; false when it was not there. */
  remove(canonical: string): Promise<boolean> {
    return this.parts.lock.update(this.#ended.signal, (packages) => packages.delete(canonical));
  }

  /** Reads every file of what is stored; what is damaged leaves the store. */
  async verify(): Promise<VerifiedPackage[]> {
    return verifyTrees(await this.locked(), this.parts.trees);
  }

  /** Removes what no lock file of the user's projects names; see `ProjectList.trees`. */
  async collect(options: Pick<CollectOptions, 'minAgeMs'> = {}): Promise<CollectReport> {
    return this.parts.trees.store.collect({ ...options, roots: await this.parts.projects.trees() });
  }

  /** Fetches what the lock file names and the store lacks, reads every file of the rest; the lock file stays as it is. */
  async install(): Promise<InstalledPackage[]> {
    const installed: InstalledPackage[] = [];
    for (const { identifier, state } of await this.verify()) {
      if (state !== 'sound') await this.#open(requireFetchable(identifier), {}, true);
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
    await Promise.allSettled([...this.#opening.values(), this.#bundles.settled()]);
    await this.parts.trees[Symbol.asyncDispose]();
  }

  async #open(
    identifier: FetchableIdentifier,
    options: AddOptions,
    isFrozen = this.parts.isFrozen,
  ): Promise<SourceTree> {
    const { canonical } = identifier;
    const known = await this.#stored(identifier);
    if (known) return known;
    const turn = await fetchTurn(canonical, { ...this.parts, signal: this.#ended.signal });
    try {
      const meanwhile = await this.#stored(identifier);
      if (meanwhile) return meanwhile;
      const locked = (await this.locked()).get(canonical);
      return await (locked ? this.#restore(identifier, locked, isFrozen) : this.#add(identifier, options));
    } finally {
      await turn?.release();
    }
  }

  async #stored(identifier: FetchableIdentifier): Promise<SourceTree | undefined> {
    const locked = (await this.locked()).get(identifier.canonical);
    if (locked) requireOwnResolution(identifier, locked);
    const hash = locked?.trees[treePlatform(locked)];
    const folder = hash === undefined ? undefined : await this.parts.trees.folderOf(hash);
    if (folder !== undefined) await this.parts.projects.add(this.parts.lock.folder);
    return folder === undefined ? undefined : { folder, canonical: identifier.canonical, isolation: locked?.isolation };
  }

  /** Fetches again what the lock says, and nothing else. */
  async #restore(
    identifier: FetchableIdentifier,
    locked: LockedPackage,
    isFrozen = this.parts.isFrozen,
  ): Promise<SourceTree> {
    const { canonical } = identifier;
    const pinned = { minReleaseAgeMs: 0, dependencies: locked.dependencies };
    const fetched = await this.#fetch(identifier, locked.resolution, pinned);
    requireSameResolution(canonical, locked, fetched.resolution);
    const platform = treePlatform(locked);
    const { [platform]: wanted } = locked.trees;
    const { hash } = fetched.tree;
    if (wanted !== undefined && wanted !== hash) throw lockMismatch(canonical, 'tree', { locked: wanted, found: hash });
    if (wanted === undefined && !isFrozen)
      await this.#replace([{ canonical, entry: { ...locked, trees: { ...locked.trees, [platform]: hash } } }]);
    return this.#hold(identifier, fetched, locked);
  }

  async #add(identifier: FetchableIdentifier, options: AddOptions): Promise<SourceTree> {
    const { canonical } = identifier;
    this.#requireThawed(canonical);
    const fetched = await this.#fetch(identifier, await this.#take(identifier, options), options);
    const entry = withIsolation(canonical, await describeTree(canonical, fetched), options.isolation);
    const winner = await this.parts.lock.update(this.#ended.signal, (packages) => {
      const other = packages.get(canonical);
      if (!other) packages.set(canonical, entry);
      return other;
    });
    if (winner) return (await this.#stored(identifier)) ?? this.#restore(identifier, winner);
    this.parts.events.emit('provider-added', addedPackage(canonical, entry, fetched.tree.hash));
    return this.#hold(identifier, fetched, entry);
  }

  async #renewOne(identifier: FetchableIdentifier, options: TakeOptions): Promise<RenewedPackage> {
    const { canonical } = identifier;
    const locked = (await this.locked()).get(canonical);
    const resolution = await this.#take(identifier, options, locked?.resolution);
    if (locked?.resolution.canonical === resolution.canonical) {
      requireSameRelease(canonical, locked, resolution);
      return { ...(await this.open(identifier)), entry: locked, isNew: false };
    }
    this.#requireThawed(canonical);
    const fetched = await this.#fetch(identifier, resolution, options);
    const entry = await describeTree(canonical, fetched);
    return { ...(await this.#hold(identifier, fetched, locked)), entry, isNew: true };
  }

  /** All of them or none. */
  async #replace(changed: readonly Pick<RenewedPackage, 'canonical' | 'entry'>[]): Promise<void> {
    for (const { canonical } of changed) this.#requireThawed(canonical);
    const added = await this.parts.lock.update(this.#ended.signal, (packages) =>
      changed.filter(({ canonical, entry }) => {
        const before = packages.get(canonical);
        packages.set(canonical, withIsolation(canonical, entry, entry.isolation ?? before?.isolation));
        return !before;
      }),
    );
    for (const { canonical, entry } of added)
      this.parts.events.emit('provider-added', addedPackage(canonical, entry, entry.trees[treePlatform(entry)] ?? ''));
  }

  async #take(identifier: FetchableIdentifier, options: TakeOptions, taken?: Resolution): Promise<Resolution> {
    const { canonical } = identifier;
    const fetchOptions = { ...this.#options(canonical, options), taken };
    const { passedOver, ...resolution } = await this.parts.fetcher().resolve(identifier, fetchOptions);
    if (passedOver) this.parts.events.emit('release-passed-over', { identifier: canonical, ...passedOver });
    return resolution;
  }

  #fetch(
    identifier: FetchableIdentifier,
    resolution: Resolution,
    { dependencies, ...options }: TakeOptions & Pick<FetchOptions, 'dependencies'>,
  ): Promise<FetchedPackage> {
    const fetchOptions = { ...this.#options(identifier.canonical, options), dependencies };
    return this.parts.fetcher().fetch(identifier, resolution, fetchOptions);
  }

  /** What somebody has removed from the store meanwhile is fetched again, once. */
  async #hold(
    identifier: FetchableIdentifier,
    { tree: { hash }, ...fetched }: FetchedPackage,
    { isolation }: Pick<LockedPackage, 'isolation'> = {},
  ): Promise<SourceTree> {
    const { dependencies, resolution } = fetched;
    const isStored = (await this.parts.trees.folderOf(hash)) !== undefined;
    if (!isStored) await this.#fetch(identifier, resolution, { minReleaseAgeMs: 0, dependencies });
    const folder = await this.parts.trees.folderOf(hash);
    if (folder === undefined) throw lockMismatch(identifier.canonical, 'tree in the store', { found: hash });
    await this.parts.projects.add(this.parts.lock.folder);
    return { folder, canonical: identifier.canonical, isolation };
  }

  #options(identifier: string, { minReleaseAgeMs }: TakeOptions): FetchOptions {
    const { signal } = this.#ended;
    signal.throwIfAborted();
    return fetchOptionsFor(identifier, minReleaseAgeMs, { ...this.parts, signal });
  }

  #requireThawed(canonical: string): void {
    if (this.parts.isFrozen) throw notLocked(canonical, this.parts.lock.file);
  }
}
