import { existsSync } from 'node:fs';
import { isMediaConduitError, MediaConduitError, messageOf, type Clock, type Provider } from '@mediaconduit/sdk';
import type { RuntimeEmitter } from '../../runtime-events';
import type { Identifier } from '../../source/identifier';
import type { RenewedTree } from '../../source/source';
import { isFetchable } from '../../source/stored/fetchable-identifier';
import type { LoadedProvider, ProviderLoader } from '../provider-loader';
import { activate, type ActiveProvider } from './active-provider';
import type { ProviderEntries, ProviderEntry, ProviderOrigin } from './provider-entries';
import { refreshFailed, requireHealth } from './require-health';
import { retireProvider } from './retire-provider';

/** How long a refresh may wait, in ms. */
export interface RefreshOptions {
  /** For the new version to say that it can be used. Default 30000. */
  readonly healthTimeoutMs?: number;
  /** For the calls that run on the old version; then it is disposed all the same. Default 600000. */
  readonly drainMs?: number;
}

/** What a refresh needs from the registry. */
export interface RefresherParts {
  readonly entries: ProviderEntries;
  readonly loader: ProviderLoader;
  readonly clock: Clock;
  readonly events: RuntimeEmitter;
  /** Where the code of an identifier is now. */
  readonly renew: (identifier: Identifier) => Promise<RenewedTree | undefined>;
}

/** A new version that passed everything, and what undoes that it was loaded. */
interface Candidate {
  /** The entry that it is for: not that of the old version where other identifiers go on with that. */
  readonly target: ProviderEntry;
  readonly fresh: ActiveProvider;
  readonly tree?: RenewedTree;
  readonly undo: () => void;
}

/** Replaces providers by newer versions of themselves, while they are used. */
export class ProviderRefresher {
  readonly #running = new WeakMap<ProviderEntry, Promise<Provider>>();
  readonly #waiting = new WeakMap<ProviderEntry, Map<string, Promise<Provider>>>();
  readonly #retiring = new Map<ActiveProvider, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(private readonly parts: RefresherParts) {}

  /**
   * One at a time for each provider; all who ask for the same while one runs share the next.
   * @param canonical which of its identifiers is asked for; by default what it was first asked for by.
   */
  refresh(entry: ProviderEntry, options: RefreshOptions, canonical = ''): Promise<Provider> {
    const all = this.#waiting.get(entry) ?? new Map<string, Promise<Provider>>();
    const waiting = all.get(canonical);
    if (waiting) return waiting;
    const next = this.#next(entry, options, canonical);
    this.#waiting.set(entry, all.set(canonical, next));
    return next;
  }

  /** Gives up at once what still waits for its calls. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#retiring.values());
  }

  async #next(asked: ProviderEntry, options: RefreshOptions, canonical: string): Promise<Provider> {
    await this.#running.get(asked)?.catch(() => undefined); // told to those who asked for it
    this.#waiting.get(asked)?.delete(canonical);
    const hasLeft = canonical !== '' && !asked.origins.has(canonical);
    const entry = (hasLeft ? this.parts.entries.get(canonical) : undefined) ?? asked;
    const running = this.#replace(entry, options, entry.origins.get(canonical) ?? firstOf(entry));
    this.#running.set(entry, running);
    return running;
  }

  async #replace(
    entry: ProviderEntry,
    { healthTimeoutMs = 30_000, drainMs = 600_000 }: RefreshOptions,
    origin: ProviderOrigin | undefined,
  ): Promise<Provider> {
    const { clock, events } = this.parts;
    const startedAt = clock.now();
    const old = await entry.active;
    const candidate = await this.#load(entry, old, origin?.identifier);
    const { fresh, tree } = candidate;
    if (fresh === old) return old.provider;
    try {
      if (fresh.provider.id !== old.provider.id) this.#requireFreeId(entry, fresh);
      await requireHealth(fresh.provider, { clock, timeoutMs: healthTimeoutMs, old: old.provider });
      await tree?.accept?.();
      if (this.#closing.signal.aborted) throw refreshFailed(fresh.provider.id, 'the runtime was closed meanwhile');
    } catch (error) {
      throw await this.#rollBack(old, candidate, error);
    }
    this.#swap(entry, old, candidate);
    const versions = { previousVersion: old.manifest?.version, version: fresh.manifest?.version };
    const { id } = fresh.provider;
    events.emit('provider-refreshed', {
      provider: id,
      source: fresh.folder,
      ...versions,
      durationMs: clock.now() - startedAt,
    });
    if (candidate.target !== entry) return fresh.provider; // others go on with the old one
    const retired = this.#retire(old, drainMs);
    if (old.calls.count === 0 && !old.lending?.isInUse) await retired;
    return fresh.provider;
  }

  async #load(entry: ProviderEntry, old: ActiveProvider, origin?: Identifier): Promise<Candidate> {
    let undo = (): void => undefined;
    try {
      if (entry.remake) return { target: entry, fresh: await entry.remake(old), undo };
      const tree = (origin && (await this.parts.renew(origin))) ?? inPlace(old);
      if (!tree) throw notThere(origin);
      const remember = this.parts.loader.forget(tree.folder);
      undo = () => {
        remember();
        tree.discard?.();
      };
      const loaded = await this.parts.loader.load(tree);
      if (loaded.provider === old.provider) return { target: entry, ...(await this.#keep(old, loaded, undo)) };
      const target = partOf(entry, old, { origin, tree }) ?? entry;
      const fresh = activate({ ...loaded, folder: tree.folder }, async () => (await target.active).provider);
      return { target, fresh, tree, undo };
    } catch (error) {
      undo();
      throw this.#failed(old, error);
    }
  }

  /** Node.js has kept the very instance that is in use: there is nothing to replace it by. */
  async #keep(old: ActiveProvider, loaded: LoadedProvider, undo: () => void): Promise<Omit<Candidate, 'target'>> {
    undo();
    await loaded.release();
    this.#warn(old, KEPT_INSTANCE);
    return { fresh: old, undo };
  }

  /** An id that another provider has would take that one's place. */
  #requireFreeId(entry: ProviderEntry, { provider: { id } }: ActiveProvider): void {
    const holder = this.parts.entries.get(id);
    if (!holder || holder === entry || entry.remake) return;
    throw new MediaConduitError('MC_PROVIDER_CONFLICT', `The id "${id}" is that of another provider in use.`, {
      hint: 'give the provider an id of its own in its manifest',
      facts: { provider: id },
    });
  }

  /** The new version is given up, the old one never knew of it. */
  async #rollBack(old: ActiveProvider, { fresh, undo }: Candidate, error: unknown): Promise<MediaConduitError> {
    undo();
    await this.#retire(fresh, 0);
    return this.#failed(old, error);
  }

  #failed({ provider: { id } }: ActiveProvider, error: unknown): MediaConduitError {
    const failure = isMediaConduitError(error, 'MC_REFRESH_FAILED')
      ? error
      : refreshFailed(id, messageOf(error), error);
    this.parts.events.emit('provider-refresh-failed', { provider: id, error: failure });
    return failure;
  }

  #swap(entry: ProviderEntry, old: ActiveProvider, { fresh, target }: Candidate): void {
    target.active = Promise.resolve(fresh);
    if (entry.remake) return; // it is found by the name that it was registered under
    const { entries } = this.parts;
    const [oldId, id] = [old.provider.id, fresh.provider.id];
    const hasId = id !== oldId || entries.get(id) === entry; // others may share it
    if (target !== entry) entries.part(entry, target, [...target.origins.keys()]);
    entries.rename(entry, [oldId, target === entry ? old.folder : undefined], []);
    entries.rename(target, [], [hasId ? id : undefined, fresh.folder]);
    if (fresh.isKept && old.folder === fresh.folder) this.#warn(fresh, KEPT_CODE);
  }

  #warn({ provider: { id } }: ActiveProvider, message: string): void {
    this.parts.events.emit('provider-warning', { provider: id, message });
  }

  #retire(old: ActiveProvider, drainMs: number): Promise<void> {
    const { clock, events } = this.parts;
    const retired = retireProvider(old, { clock, events, drainMs, closing: this.#closing.signal }).finally(() =>
      this.#retiring.delete(old),
    );
    this.#retiring.set(old, retired);
    return retired;
  }
}

const KEPT_CODE =
  'its CommonJS code requires ES modules of its own, which Node.js keeps for the life of the process: start the program again to run what changed in them';
const KEPT_INSTANCE =
  'it exports the instance that is in use, which goes on: start the program again to run what changed, or export the class';

function firstOf({ origins }: ProviderEntry): ProviderOrigin | undefined {
  return origins.values().next().value;
}

/**
 * A new entry for what was renewed, where other packages or repositories had come to the same tree: those have entries
 * of their own in the lock file, and stay at what these say. Whatever is no identifier from far away goes along.
 */
function partOf(
  entry: ProviderEntry,
  { folder }: ActiveProvider,
  { origin, tree }: { readonly origin?: Identifier; readonly tree: RenewedTree },
): ProviderEntry | undefined {
  const isRenewed = (one: Identifier): boolean => [origin?.canonical, tree.canonical].includes(one.canonical);
  const origins = [...entry.origins].filter(
    ([, { identifier }]) => isRenewed(identifier) || identifier.kind === 'name',
  );
  const hasOthers = [...entry.origins.values()].some(
    ({ identifier }) => isFetchable(identifier) && !isRenewed(identifier),
  );
  if (!hasOthers || tree.folder === folder) return undefined;
  return { active: entry.active, origins: new Map(origins) };
}

/** A package whose manifest has a new id is not found by the old one, but it is still there. */
function inPlace({ folder }: ActiveProvider): RenewedTree | undefined {
  return folder !== undefined && existsSync(folder) ? { folder, canonical: `file:${folder}` } : undefined;
}

function notThere(origin: Identifier | undefined): MediaConduitError {
  return new MediaConduitError('MC_PROVIDER_NOT_FOUND', `${origin?.canonical} is not there any more.`, {
    hint: 'install it again',
    facts: { provider: origin?.canonical },
  });
}
