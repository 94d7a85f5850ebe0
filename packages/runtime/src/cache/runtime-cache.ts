import { didYouMean, MediaConduitError, messageOf, type EngineName, type ServiceEngine } from '@mediaconduit/sdk';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { EngineSet } from '../engine/engine-set';
import { unmarkVenv } from '../engine/process/python/venv-marker';
import { venvLockFile } from '../engine/process/python/venv-places';
import type { KernelLock } from '../lock/kernel-lock';
import { cacheEntryLabel, type CacheEntry } from './cache-entry';
import { folderCaches } from './folder-caches';
import type { FolderUses } from './folder-uses';
import { pythonCaches } from './python-caches';

/** An engine that could not be asked, and why. */
export interface UnreadEngine {
  readonly engine: EngineName;
  readonly reason: string;
}

/** What services have downloaded. */
export interface CacheContent {
  readonly entries: readonly CacheEntry[];
  readonly unread: readonly UnreadEngine[];
}

/** What the cache of a runtime is made of. */
export interface RuntimeCacheParts {
  readonly home: string;
  readonly engines: EngineSet;
  readonly uses: FolderUses;
  /** Between processes; `undefined` where there are no kernel locks. */
  readonly lock: KernelLock | undefined;
}

/** What the services of a home have downloaded: model weights in folders and volumes, Python packages. */
export class RuntimeCache {
  constructor(private readonly parts: RuntimeCacheParts) {}

  /** Everything, with sizes; an engine that does not answer is passed over. */
  async list(): Promise<CacheContent> {
    const { home, uses } = this.parts;
    const used = new Set((await uses.list()).flatMap(({ folders }) => folders));
    const isUsed = (folder: string): boolean => used.has(folder);
    const entries = [...(await folderCaches(home, isUsed)), ...(await pythonCaches(home, isUsed))];
    const unread: UnreadEngine[] = [];
    for (const engine of await this.parts.engines.all()) {
      try {
        entries.push(...(await volumesOf(engine)));
      } catch (failure) {
        unread.push({ engine: engine.name, reason: messageOf(failure) });
      }
    }
    return { entries: entries.sort(byLabel), unread };
  }

  /**
   * What a text names: a service (`whisper-service`: all that is its), or one entry (`whisper-service/base`).
   * @throws `MC_CACHE_ENTRY_NOT_FOUND` with the nearest name.
   */
  find(selector: string, { entries }: CacheContent): CacheEntry[] {
    const found = entries.filter((entry) => entry.service === selector || cacheEntryLabel(entry) === selector);
    if (found.length > 0) return found;
    const known = [...new Set(entries.flatMap((entry) => [entry.service, cacheEntryLabel(entry)]))];
    throw new MediaConduitError('MC_CACHE_ENTRY_NOT_FOUND', `No cache holds "${selector}".`, {
      hint: didYouMean(selector, known) ?? 'mediaconduit cache ls shows what there is',
      facts: { name: selector, known },
    });
  }

  /**
   * Removes entries for good, and nothing that links in them lead to.
   * @throws `MC_CACHE_IN_USE` before anything is removed, when one of them is used.
   */
  async remove(entries: readonly CacheEntry[]): Promise<void> {
    await this.requireUnused(entries);
    for (const entry of entries) await this.#remove(entry);
  }

  /** @throws `MC_CACHE_IN_USE` when one of the entries is used now. */
  async requireUnused(entries: readonly CacheEntry[]): Promise<void> {
    const uses = await this.parts.uses.list();
    for (const entry of entries) {
      const user = uses.find(({ folders }) => folders.some((folder) => holds(folder, entry.path)));
      if (user || (entry.volume !== undefined && entry.inUse)) throw inUse(entry, user?.pid);
    }
  }

  async #remove({ engine: name, kind, path: place, volume, ...entry }: CacheEntry): Promise<void> {
    if (volume !== undefined) await (await this.parts.engines.get(name))?.removeCache?.(volume);
    if (place === undefined) return;
    if (kind === 'python') await this.#removeVenv({ engine: name, kind, path: place, ...entry }, place);
    else await removeTree(place);
  }

  async #removeVenv(entry: CacheEntry, folder: string): Promise<void> {
    const { home, lock } = this.parts;
    const held = await lock?.tryExclusive(venvLockFile(home, path.basename(folder)));
    if (lock && !held) throw inUse(entry, undefined);
    try {
      await unmarkVenv(folder);
      await removeTree(folder);
    } finally {
      await held?.release();
    }
  }
}

async function volumesOf(engine: ServiceEngine): Promise<CacheEntry[]> {
  if (!engine.caches) return [];
  const availability = await engine.availability();
  if (!availability.available) throw new MediaConduitError('MC_ENGINE_UNAVAILABLE', availability.reason);
  const caches = await engine.caches();
  return caches.map(({ createdAt, id, inUse: isUsed, name, serviceId, sizeBytes }) => ({
    service: serviceId,
    engine: engine.name,
    kind: 'volume',
    name,
    volume: id,
    sizeBytes,
    modifiedAt: createdAt,
    inUse: isUsed,
  }));
}

function byLabel(one: CacheEntry, other: CacheEntry): number {
  return cacheEntryLabel(one).localeCompare(cacheEntryLabel(other), 'en');
}

function holds(folder: string, place: string | undefined): boolean {
  return place !== undefined && (place === folder || path.dirname(place) === folder);
}

async function removeTree(place: string): Promise<void> {
  try {
    await rm(place, { recursive: true, force: true, maxRetries: 3 });
  } catch (cause) {
    throw new MediaConduitError('MC_FILE_WRITE_FAILED', `${place} could not be removed: ${messageOf(cause)}`, {
      hint: 'check whose it is; a service may have run as another user',
      facts: { file: place },
      cause,
    });
  }
}

function inUse(entry: CacheEntry, pid: number | undefined): MediaConduitError {
  const { engine, service } = entry;
  const user = pid === undefined ? 'a running service' : `process ${pid}`;
  return new MediaConduitError('MC_CACHE_IN_USE', `${cacheEntryLabel(entry)} is used by ${user}.`, {
    hint: engine === 'process' ? 'end the program that uses it' : `mediaconduit services stop ${service}`,
    facts: { service, name: entry.name, pid },
  });
}
