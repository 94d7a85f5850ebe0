import type { LockedPackage, LockedPackages } from '../../lock-file/locked-package';
import type { FetchOptions, Resolution } from '../fetch/fetcher';
import type { SourceTree } from '../source';
import { addedPackage } from './added-package';
import { describeTree } from './describe-tree';
import type { FetchableIdentifier } from './fetchable-identifier';
import { fetchOptionsFor } from './fetch-options-for';
import { fetchTurn } from './fetch-turn';
import { lockMismatch, notLocked, requireSameResolution } from './lock-mismatch';
import type { FetchedPackage } from './package-fetcher';
import type { AddOptions, RenewedPackage, StoredPackagesParts, TakeOptions } from './stored-packages-parts';
import { treePlatform } from './tree-platform';
import { withIsolation } from './with-isolation';
import { withTree } from './with-tree';

/** From an identifier to a tree, as the lock file says; what is new is written into it. */
export class PackageOpener {
  readonly #opening = new Map<string, Promise<SourceTree>>();

  constructor(
    private readonly parts: StoredPackagesParts,
    private readonly ended: AbortSignal,
  ) {}

  /** See `StoredPackages.open`. */
  open(identifier: FetchableIdentifier, options: AddOptions = {}): Promise<SourceTree> {
    const { canonical } = identifier;
    const running = this.#opening.get(canonical);
    if (running) return running;
    const opening = this.#open(identifier, options).finally(() => this.#opening.delete(canonical));
    this.#opening.set(canonical, opening);
    return opening;
  }

  /** What is locked and nothing else; the lock file stays as it is. */
  openFrozen(identifier: FetchableIdentifier): Promise<SourceTree> {
    return this.#open(identifier, {}, true);
  }

  /** The version that the identifier means now; what is passed over for it is told. */
  async take(identifier: FetchableIdentifier, options: TakeOptions, taken?: Resolution): Promise<Resolution> {
    const { canonical } = identifier;
    const fetchOptions = { ...this.optionsFor(canonical, options), taken };
    const { passedOver, ...resolution } = await this.parts.fetcher().resolve(identifier, fetchOptions);
    if (passedOver) this.parts.events.emit('release-passed-over', { identifier: canonical, ...passedOver });
    return resolution;
  }

  /** Into the store. */
  fetch(
    identifier: FetchableIdentifier,
    resolution: Resolution,
    { dependencies, ...options }: TakeOptions & Pick<FetchOptions, 'dependencies'>,
  ): Promise<FetchedPackage> {
    const fetchOptions = { ...this.optionsFor(identifier.canonical, options), dependencies };
    return this.parts.fetcher().fetch(identifier, resolution, fetchOptions);
  }

  /** What somebody has removed from the store meanwhile is fetched again, once. */
  async hold(
    identifier: FetchableIdentifier,
    { tree: { hash }, ...fetched }: FetchedPackage,
    { isolation }: Pick<LockedPackage, 'isolation'> = {},
  ): Promise<SourceTree> {
    const { dependencies, resolution } = fetched;
    const isStored = (await this.parts.trees.folderOf(hash)) !== undefined;
    if (!isStored) await this.fetch(identifier, resolution, { minReleaseAgeMs: 0, dependencies });
    const folder = await this.parts.trees.folderOf(hash);
    if (folder === undefined) throw lockMismatch(identifier.canonical, 'tree in the store', { found: hash });
    await this.parts.projects.add(this.parts.lock.folder);
    return { folder, canonical: identifier.canonical, isolation };
  }

  /** Writes entries into the lock file: all of them or none. */
  async replace(changed: readonly Pick<RenewedPackage, 'canonical' | 'entry'>[]): Promise<void> {
    for (const { canonical } of changed) this.requireThawed(canonical);
    const added = await this.parts.lock.update(this.ended, (packages) =>
      changed.filter(({ canonical, entry }) => {
        const before = packages.get(canonical);
        packages.set(canonical, withIsolation(canonical, entry, entry.isolation ?? before?.isolation));
        return !before;
      }),
    );
    for (const { canonical, entry } of added)
      this.parts.events.emit('provider-added', addedPackage(canonical, entry, entry.trees[treePlatform(entry)] ?? ''));
  }

  /** Changes an entry as it is by then. */
  async amend(canonical: string, change: (entry: LockedPackage) => LockedPackage): Promise<void> {
    this.requireThawed(canonical);
    await this.parts.lock.amend(this.ended, canonical, change);
  }

  /** @throws once the runtime was closed. */
  optionsFor(identifier: string, { minReleaseAgeMs }: TakeOptions): FetchOptions {
    const signal = this.ended;
    signal.throwIfAborted();
    return fetchOptionsFor(identifier, minReleaseAgeMs, { ...this.parts, signal });
  }

  /** @throws `MC_NOT_LOCKED` where nothing may be added. */
  requireThawed(canonical: string): void {
    if (this.parts.isFrozen) throw notLocked(canonical, this.parts.lock.file);
  }

  /** When nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#opening.values());
  }

  async #open(
    identifier: FetchableIdentifier,
    options: AddOptions,
    isFrozen = this.parts.isFrozen,
  ): Promise<SourceTree> {
    const { canonical } = identifier;
    const known = await this.#stored(identifier);
    if (known) return known;
    const turn = await fetchTurn(canonical, { ...this.parts, signal: this.ended });
    try {
      const meanwhile = await this.#stored(identifier);
      if (meanwhile) return meanwhile;
      const locked = (await this.#locked()).get(canonical);
      return await (locked ? this.#restore(identifier, locked, isFrozen) : this.#add(identifier, options));
    } finally {
      await turn?.release();
    }
  }

  #locked(): Promise<LockedPackages> {
    return this.parts.lock.read();
  }

  #stored(identifier: FetchableIdentifier): Promise<SourceTree | undefined> {
    return this.parts.local.open(identifier);
  }

  /** Fetches again what the lock says, and nothing else. */
  async #restore(
    identifier: FetchableIdentifier,
    locked: LockedPackage,
    isFrozen = this.parts.isFrozen,
  ): Promise<SourceTree> {
    const { canonical } = identifier;
    const pinned = { minReleaseAgeMs: 0, dependencies: locked.dependencies };
    const fetched = await this.fetch(identifier, locked.resolution, pinned);
    requireSameResolution(canonical, locked, fetched.resolution);
    const platform = treePlatform(locked);
    const { [platform]: wanted } = locked.trees;
    const { hash } = fetched.tree;
    if (wanted !== undefined && wanted !== hash) throw lockMismatch(canonical, 'tree', { locked: wanted, found: hash });
    if (wanted === undefined && !isFrozen)
      await this.amend(canonical, (now) => withTree(now, locked, { [platform]: hash }));
    return this.hold(identifier, fetched, locked);
  }

  async #add(identifier: FetchableIdentifier, options: AddOptions): Promise<SourceTree> {
    const { canonical } = identifier;
    this.requireThawed(canonical);
    const fetched = await this.fetch(identifier, await this.take(identifier, options), options);
    const entry = withIsolation(canonical, await describeTree(canonical, fetched), options.isolation);
    const winner = await this.parts.lock.update(this.ended, (packages) => {
      const other = packages.get(canonical);
      if (!other) packages.set(canonical, entry);
      return other;
    });
    if (winner) return (await this.#stored(identifier)) ?? this.#restore(identifier, winner);
    this.parts.events.emit('provider-added', addedPackage(canonical, entry, fetched.tree.hash));
    return this.hold(identifier, fetched, entry);
  }
}
