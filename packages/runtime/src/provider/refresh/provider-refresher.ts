import { existsSync } from 'node:fs';
import { isMediaConduitError, MediaConduitError, messageOf, type Clock, type Provider } from '@mediaconduit/sdk';
import type { RuntimeEmitter } from '../../runtime-events';
import type { Identifier } from '../../source/identifier';
import type { RenewedTree } from '../../source/source';
import type { LoadedProvider, ProviderLoader } from '../provider-loader';
import { activate, type ActiveProvider } from './active-provider';
import type { ProviderEntries, ProviderEntry } from './provider-entries';
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
  readonly fresh: ActiveProvider;
  readonly tree?: RenewedTree;
  readonly undo: () => void;
}

/** Replaces providers by newer versions of themselves, while they are used. */
export class ProviderRefresher {
  readonly #running = new WeakMap<ProviderEntry, Promise<Provider>>();
  readonly #waiting = new WeakMap<ProviderEntry, Promise<Provider>>();
  readonly #retiring = new Map<ActiveProvider, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(private readonly parts: RefresherParts) {}

  /** One at a time for each provider; all who ask while one runs share the next. */
  refresh(entry: ProviderEntry, options: RefreshOptions): Promise<Provider> {
    const waiting = this.#waiting.get(entry);
    if (waiting) return waiting;
    const next = this.#next(entry, options);
    this.#waiting.set(entry, next);
    return next;
  }

  /** Gives up at once what still waits for its calls. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#retiring.values());
  }

  async #next(entry: ProviderEntry, options: RefreshOptions): Promise<Provider> {
    await this.#running.get(entry)?.catch(() => undefined); // told to those who asked for it
    this.#waiting.delete(entry);
    const running = this.#replace(entry, options);
    this.#running.set(entry, running);
    return running;
  }

  async #replace(
    entry: ProviderEntry,
    { healthTimeoutMs = 30_000, drainMs = 600_000 }: RefreshOptions,
  ): Promise<Provider> {
    const { clock, events } = this.parts;
    const startedAt = clock.now();
    const old = await entry.active;
    const candidate = await this.#load(entry, old);
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
    this.#swap(entry, old, fresh);
    const versions = { previousVersion: old.manifest?.version, version: fresh.manifest?.version };
    const { id } = fresh.provider;
    events.emit('provider-refreshed', {
      provider: id,
      source: fresh.folder,
      ...versions,
      durationMs: clock.now() - startedAt,
    });
    const retired = this.#retire(old, drainMs);
    if (old.calls.count === 0 && !old.lending?.isInUse) await retired;
    return fresh.provider;
  }

  async #load(entry: ProviderEntry, old: ActiveProvider): Promise<Candidate> {
    let undo = (): void => undefined;
    try {
      if (entry.remake) return { fresh: await entry.remake(old), undo };
      const tree = (entry.origin && (await this.parts.renew(entry.origin))) ?? inPlace(old);
      if (!tree) throw notThere(entry.origin);
      const remember = this.parts.loader.forget(tree.folder);
      undo = () => {
        remember();
        tree.discard?.();
      };
      const loaded = await this.parts.loader.load(tree.folder);
      if (loaded.provider === old.provider) return await this.#keep(old, loaded, undo);
      const fresh = activate({ ...loaded, folder: tree.folder }, async () => (await entry.active).provider);
      return { fresh, tree, undo };
    } catch (error) {
      undo();
      throw this.#failed(old, error);
    }
  }

  /** Node.js has kept the very instance that is in use: there is nothing to replace it by. */
  async #keep(old: ActiveProvider, loaded: LoadedProvider, undo: () => void): Promise<Candidate> {
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

  #swap(entry: ProviderEntry, old: ActiveProvider, fresh: ActiveProvider): void {
    entry.active = Promise.resolve(fresh);
    if (entry.remake) return; // it is found by the name that it was registered under
    const [oldId, id] = [old.provider.id, fresh.provider.id];
    const hasId = id !== oldId || this.parts.entries.get(id) === entry; // others may share it
    this.parts.entries.rename(entry, [oldId, old.folder], [hasId ? id : undefined, fresh.folder]);
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
  'its code is an ES module, which Node.js keeps for the life of the process: start the program again to run what changed';
const KEPT_INSTANCE =
  'it exports the instance that is in use, which goes on: start the program again to run what changed, or export the class';

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
