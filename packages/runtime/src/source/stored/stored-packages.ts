import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { KernelLock } from '../../lock/kernel-lock';
import type { LockedPackage, LockedPackages } from '../../lock-file/locked-package';
import { readLocked, type ProjectLock } from '../../lock-file/project-lock';
import type { planPackages } from '../../plan/package-planner';
import type { Plan } from '../../plan/plan';
import type { PlanHost } from '../../plan/plan-host';
import type { PlanSources } from '../../plan/plan-sources';
import type { RuntimeEmitter } from '../../runtime-events';
import type { CollectOptions, CollectReport } from '../../store/stored-tree';
import type { FetchOptions, Resolution, ResolvedRelease } from '../fetch/fetcher';
import type { ReleaseAge } from '../release-age/release-age';
import type { RenewedTree, SourceTree } from '../source';
import type { explainWhy } from '../../why/explain-why';
import type { Why } from '../../why/why';
import { describeTree } from './describe-tree';
import type { FetchableIdentifier } from './fetchable-identifier';
import type { HeldTrees, TreeState } from './held-trees';
import { lockMismatch, requireSameResolution } from './lock-mismatch';
import { storedFolderOf } from './locked-trees';
import type { FetchedPackage, PackageFetcher } from './package-fetcher';
import type { ProjectList } from './project-list';
import { treePlatform } from './tree-platform';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when somebody asks for a plan */
const loadPlanner = () => require('../../plan/package-planner') as { planPackages: typeof planPackages };
/* eslint-disable-next-line @typescript-eslint/no-require-imports -- as well */
const loadWhy = () => require('../../why/explain-why') as { explainWhy: typeof explainWhy };

/** Whether an entry of the lock file is stored as it says. */
interface VerifiedPackage {
  readonly identifier: string;
  readonly state: TreeState;
}

/** What the packages of a project are made from. */
export interface StoredPackagesParts {
  readonly home: string;
  readonly lock: ProjectLock;
  readonly trees: HeldTrees;
  /** Made when something is not stored yet. */
  readonly fetcher: () => PackageFetcher;
  readonly events: RuntimeEmitter;
  /** Keeps two programs from fetching the same; missing where the machine has no such locks. */
  readonly turns?: KernelLock;
  /** Where the project is written down, so that nothing of it is collected. */
  readonly projects: ProjectList;
  /** Nothing that the lock file does not name is added to it. */
  readonly isFrozen: boolean;
  /** How old versions have to be before they are taken. */
  readonly releaseAge: ReleaseAge;
  readonly planHost: () => PlanHost;
}

/** How an identifier is resolved. */
export interface TakeOptions {
  /** Younger versions are not taken; 0 for any age. Default: what the settings of the home say. */
  readonly minReleaseAgeMs?: number;
}

/** Packages and repositories from far away: each is exactly what the lock file of the project says. */
export class StoredPackages implements AsyncDisposable {
  readonly #ended = new AbortController();
  readonly #opening = new Map<string, Promise<SourceTree>>();

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
  open(identifier: FetchableIdentifier, options: TakeOptions = {}): Promise<SourceTree> {
    const { canonical } = identifier;
    const running = this.#opening.get(canonical);
    if (running) return running;
    const opening = this.#open(identifier, options).finally(() => this.#opening.delete(canonical));
    this.#opening.set(canonical, opening);
    return opening;
  }

  /** What the identifier means now; the lock file says so once it is accepted. What is locked never becomes older. */
  async renew(identifier: FetchableIdentifier, options: TakeOptions = {}): Promise<RenewedTree> {
    const { canonical } = identifier;
    const locked = (await this.locked()).get(canonical);
    const resolution = await this.#take(identifier, options, locked?.resolution);
    if (locked?.resolution.canonical === resolution.canonical) {
      requireSameResolution(canonical, locked, resolution);
      return this.open(identifier);
    }
    this.#requireThawed(canonical);
    const fetched = await this.#fetch(identifier, resolution, options);
    const entry = await describeTree(canonical, fetched);
    return { ...(await this.#hold(canonical, fetched)), accept: () => this.#replace(canonical, entry) };
  }

  /** What the identifier means now; changes nothing. */
  resolve(identifier: FetchableIdentifier, options: TakeOptions = {}): Promise<ResolvedRelease> {
    const fetchOptions = { ...this.#options(identifier.canonical, options), isGlance: true };
    return this.parts.fetcher().resolve(identifier, fetchOptions);
  }

  /**
   * What using these would download and start, or all that the project names. Nothing is written, executed or started; what
   * is not stored is looked at in a temporary folder, without its dependencies.
   * @throws `MC_IDENTIFIER_INVALID`, `MC_STACK_INVALID`, `MC_CONFIG_INVALID`.
   */
  plan(identifiers?: readonly string[]): Promise<Plan> {
    return loadPlanner().planPackages(this.#planSources(), this.parts.planHost(), identifiers);
  }

  /**
   * Why a provider, a service or a package is there: what brings it along, and by which ways. Needs no network.
   * @param name an id, a package, or any spelling of an identifier.
   * @throws `MC_NOT_LOCKED` for what nothing brings, `MC_STACK_INVALID`, `MC_CONFIG_INVALID`.
   */
  why(name: string): Promise<Why> {
    return loadWhy().explainWhy(name, this.#planSources(), this.parts.planHost());
  }

  /** Takes it out of the lock file; false when it was not there. */
  remove(canonical: string): Promise<boolean> {
    return this.parts.lock.update(this.#ended.signal, (packages) => packages.delete(canonical));
  }

  /** Reads every file of what is stored; what is damaged leaves the store. */
  async verify(): Promise<VerifiedPackage[]> {
    const verified: VerifiedPackage[] = [];
    for (const [identifier, entry] of await this.locked()) {
      const hash = entry.trees[treePlatform(entry)];
      verified.push({ identifier, state: hash === undefined ? 'not stored' : await this.parts.trees.verify(hash) });
    }
    return verified;
  }

  /**
   * Removes what no lock file of the user's projects names.
   * @throws `MC_CONFIG_INVALID` for a lock file that cannot be read: what it names is not known.
   */
  async collect(options: Pick<CollectOptions, 'minAgeMs'> = {}): Promise<CollectReport> {
    const { projects, trees } = this.parts;
    const roots = new Set<string>();
    for (const folder of await projects.list())
      for (const entry of readLocked(folder).values()) for (const hash of Object.values(entry.trees)) roots.add(hash);
    return trees.store.collect({ ...options, roots });
  }

  /** Ends what is under way. */
  abort(): void {
    this.#ended.abort(
      new MediaConduitError('MC_RUNTIME_CLOSED', 'The runtime was closed while it fetched something.', {
        hint: 'close it later; what was fetched is asked for again at the next start',
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
    await Promise.allSettled(this.#opening.values());
    await this.parts.trees[Symbol.asyncDispose]();
  }

  #planSources(): PlanSources {
    const { fetcher, home } = this.parts;
    return {
      locked: () => this.locked(),
      folderOf: (entry) => storedFolderOf(entry, home),
      resolve: (identifier) => this.resolve(identifier),
      look: (identifier, resolution, folder) =>
        fetcher().look(identifier, resolution, { ...this.#options(identifier.canonical, {}), folder }),
    };
  }

  async #open(identifier: FetchableIdentifier, options: TakeOptions): Promise<SourceTree> {
    const { canonical } = identifier;
    const known = await this.#stored(canonical);
    if (known) return known;
    const { signal } = this.#ended;
    const name = createHash('sha256').update(canonical).digest('hex').slice(0, 16);
    const turn = await this.parts.turns?.exclusive(join(this.parts.home, 'run', 'fetch', `${name}.lock`), signal);
    try {
      const meanwhile = await this.#stored(canonical);
      if (meanwhile) return meanwhile;
      const locked = (await this.locked()).get(canonical);
      return await (locked ? this.#restore(identifier, locked) : this.#add(identifier, options));
    } finally {
      await turn?.release();
    }
  }

  async #stored(canonical: string): Promise<SourceTree | undefined> {
    const locked = (await this.locked()).get(canonical);
    const hash = locked?.trees[treePlatform(locked)];
    const folder = hash === undefined ? undefined : await this.parts.trees.folderOf(hash);
    if (folder === undefined) return undefined;
    await this.parts.projects.add(this.parts.lock.folder);
    return { folder, canonical };
  }

  /** Fetches again what the lock says, and nothing else. */
  async #restore(identifier: FetchableIdentifier, locked: LockedPackage): Promise<SourceTree> {
    const { canonical } = identifier;
    const pinned = { minReleaseAgeMs: 0, dependencies: locked.dependencies };
    const fetched = await this.#fetch(identifier, locked.resolution, pinned);
    requireSameResolution(canonical, locked, fetched.resolution);
    const platform = treePlatform(locked);
    const { [platform]: wanted } = locked.trees;
    const { hash } = fetched.tree;
    if (wanted !== undefined && wanted !== hash) throw lockMismatch(canonical, 'tree', { locked: wanted, found: hash });
    if (wanted === undefined && !this.parts.isFrozen)
      await this.#replace(canonical, { ...locked, trees: { ...locked.trees, [platform]: hash } });
    return this.#hold(canonical, fetched);
  }

  async #add(identifier: FetchableIdentifier, options: TakeOptions): Promise<SourceTree> {
    const { canonical } = identifier;
    this.#requireThawed(canonical);
    const fetched = await this.#fetch(identifier, await this.#take(identifier, options), options);
    const entry = await describeTree(canonical, fetched);
    const winner = await this.parts.lock.update(this.#ended.signal, (packages) => {
      const other = packages.get(canonical);
      if (!other) packages.set(canonical, entry);
      return other;
    });
    if (winner) return (await this.#stored(canonical)) ?? this.#restore(identifier, winner);
    this.#tell(canonical, entry, fetched.tree.hash);
    return this.#hold(canonical, fetched);
  }

  async #replace(canonical: string, entry: LockedPackage): Promise<void> {
    const before = await this.parts.lock.update(this.#ended.signal, (packages) => {
      const old = packages.get(canonical);
      packages.set(canonical, entry);
      return old;
    });
    if (!before) this.#tell(canonical, entry, entry.trees[treePlatform(entry)] ?? '');
  }

  /** What the identifier means now, of those that are old enough. */
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

  async #hold(canonical: string, { tree: { hash } }: FetchedPackage): Promise<SourceTree> {
    const folder = await this.parts.trees.folderOf(hash);
    if (folder === undefined) throw lockMismatch(canonical, 'tree in the store', { found: hash });
    await this.parts.projects.add(this.parts.lock.folder);
    return { folder, canonical };
  }

  #options(identifier: string, { minReleaseAgeMs }: TakeOptions): FetchOptions {
    const { signal } = this.#ended;
    signal.throwIfAborted();
    const { events, releaseAge } = this.parts;
    const { exclude, minimumMs: usual } = releaseAge;
    const minimumMs = minReleaseAgeMs ?? usual;
    return {
      signal,
      onProgress: (message) => events.emit('fetch-progress', { identifier, message }),
      ...(minimumMs > 0 && { releaseAge: { minimumMs, exclude } }),
    };
  }

  #tell(identifier: string, entry: LockedPackage, hash: string): void {
    const { provider, resolution, scripts, service } = entry;
    const { version = resolution.commit, resolved: source } = resolution;
    this.parts.events.emit('provider-added', { identifier, provider, service, version, source, hash, scripts });
  }

  #requireThawed(canonical: string): void {
    if (!this.parts.isFrozen) return;
    const shown = /^[\w@/.:#+-]+$/.test(canonical) ? canonical : `"${canonical}"`;
    throw new MediaConduitError('MC_NOT_LOCKED', `${canonical} is not what ${this.parts.lock.file} names.`, {
      hint: `MEDIACONDUIT_FROZEN_LOCK forbids to add it here; where it is not set: mediaconduit add ${shown}`,
      facts: { identifier: canonical, file: this.parts.lock.file },
    });
  }
}
