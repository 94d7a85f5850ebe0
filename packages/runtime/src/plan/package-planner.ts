import { tmpdir } from 'node:os';
import { didYouMean, MediaConduitError, toMediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import type { LockedPackage, LockedPackages } from '../lock-file/locked-package';
import type { LookedAt, Resolution, ResolvedRelease } from '../source/fetch/fetcher';
import { folderSource } from '../source/folder-source';
import { parseIdentifier, type Identifier } from '../source/identifier';
import { installedSource } from '../source/installed-source';
import { readPackageJson } from '../source/installed-packages';
import { fitsPlatform } from '../source/npm/worker/fits-platform';
import { scratchFolder } from '../source/scratch-folder';
import { isFetchable, type FetchableIdentifier } from '../source/stored/fetchable-identifier';
import { forgetFolder } from './forget-folder';
import type { Plan, PlannedSource } from './plan';
import { planFiles, type PlannedFiles } from './plan-files';
import type { PlanHost } from './plan-host';
import { planService } from './plan-service';
import type { PlanSources } from './plan-sources';
import { projectSources, type WantedSource } from './wanted-source';

type Planned = Omit<PlannedSource, 'identifier' | 'namedBy'> & Pick<PlannedFiles, 'elsewhere'>;

/** See `StoredPackages.plan`. */
export function planPackages(sources: PlanSources, host: PlanHost, texts?: readonly string[]): Promise<Plan> {
  return new PackagePlanner(sources, host).plan(texts);
}

/** Finds out what using something would download and start. Nothing is kept, executed or started. */
class PackagePlanner {
  constructor(
    private readonly sources: PlanSources,
    private readonly host: PlanHost,
  ) {}

  /**
   * @param texts any spellings; what the project names where they are missing.
   * @throws `MC_IDENTIFIER_INVALID`, `MC_STACK_INVALID`, `MC_CONFIG_INVALID` for a lock file that cannot be read.
   */
  async plan(texts?: readonly string[]): Promise<Plan> {
    const locked = await this.sources.locked();
    const from = this.host.projectFolder;
    const queue = texts?.map((text): WantedSource => ({ text, from, namedBy: 'you' }));
    const wanted = queue ?? (await projectSources(this.host, locked));
    for (const { definition, text } of wanted) if (!definition) parseIdentifier(text, from); // all, before any is asked for
    const packages = new Map<string, PlannedSource>();
    for (const one of wanted) {
      const found = await this.#add(packages, one, locked);
      if (found) wanted.push(found);
    }
    return { packages: [...packages.values()] };
  }

  /** Answers the service that is to be planned, too. */
  async #add(
    packages: Map<string, PlannedSource>,
    wanted: WantedSource,
    locked: LockedPackages,
  ): Promise<WantedSource | undefined> {
    const { definition, from, namedBy, text } = wanted;
    const identifier = definition ? undefined : this.#identify(text, from, locked);
    const key = identifier?.canonical ?? definition?.id ?? text;
    const known = packages.get(key);
    if (known) {
      packages.set(key, { ...known, namedBy: [...new Set([...known.namedBy, namedBy])] });
      return undefined;
    }
    const { elsewhere, ...planned } = await this.#planOne(wanted, locked, identifier);
    const usesService = elsewhere && parseIdentifier(elsewhere.identifier, from).canonical;
    packages.set(key, { identifier: key, namedBy: [namedBy], ...planned, usesService });
    return elsewhere && { text: elsewhere.identifier, from, namedBy: key, overrides: elsewhere.overrides };
  }

  /** An id of the lock file means its entry. */
  #identify(text: string, from: string, locked: LockedPackages): Identifier {
    const identifier = parseIdentifier(text, from);
    if (identifier.kind !== 'name') return identifier;
    const entry = [...locked].find(([, { provider, service }]) => [provider, service].includes(text));
    return entry ? parseIdentifier(entry[0], from) : identifier;
  }

  async #planOne(wanted: WantedSource, locked: LockedPackages, identifier?: Identifier): Promise<Planned> {
    try {
      if (wanted.definition) return await this.#described(wanted.definition);
      if (!identifier) return nothing();
      const entry = locked.get(identifier.canonical);
      return (await this.#onDisk(identifier, wanted)) ?? (await this.#fetchable(identifier, wanted, entry));
    } catch (error) {
      return { ...nothing(), problem: problemOf(error) };
    }
  }

  async #described(definition: ServiceDefinition): Promise<Planned> {
    const service = await planService(definition, this.host);
    return { ...nothing(), state: definition.url === undefined ? 'stack' : 'address', service };
  }

  /** As `getProvider()` looks: what is installed or a folder comes before what is locked. */
  async #onDisk(identifier: Identifier, { from, overrides, text }: WantedSource): Promise<Planned | undefined> {
    const own = identifier.kind === 'name' && this.host.installed().find(({ id }) => id === identifier.name);
    const installed = own ? own.folder : installedSource.find(identifier, from)?.folder;
    const folder = installed ?? folderSource.find(identifier, from)?.folder;
    if (folder !== undefined) {
      const state = installed === undefined ? 'folder' : 'installed';
      const { version } = readPackageJson(folder) ?? {};
      return { ...nothing(), state, version, source: folder, ...(await planFiles(folder, this.host, overrides)) };
    }
    if (isFetchable(identifier)) return undefined;
    const service = this.host.findService(text, from, overrides);
    if (!service) throw this.#notFound(identifier);
    const { url } = service;
    const place =
      url === undefined ? { state: 'installed' as const, source: service.folder } : { state: 'address' as const };
    return { ...nothing(), ...place, service: await planService(service, this.host) };
  }

  async #fetchable(identifier: Identifier, wanted: WantedSource, entry?: LockedPackage): Promise<Planned> {
    const { provider, ...planned } = await this.#fetched(identifier, wanted, entry);
    const isolation = provider && this.host.isolationOf(provider.id, entry?.isolation);
    return { ...planned, provider: isolation && { ...provider, isolation } };
  }

  async #fetched(identifier: Identifier, wanted: WantedSource, entry?: LockedPackage): Promise<Planned> {
    if (!isFetchable(identifier)) return nothing();
    const { overrides } = wanted;
    const folder = entry && this.sources.folderOf(entry);
    if (entry && folder !== undefined) {
      const facts = { ...nothing(), state: 'stored' as const, ...placeOf(entry.resolution), scripts: entry.scripts };
      return { ...facts, ...(await planFiles(folder, this.host, overrides)) };
    }
    if (!entry) return this.#looked(identifier, wanted, await this.sources.resolve(identifier));
    const fromLock = this.#fromLock(entry);
    try {
      const looked = await this.#looked(identifier, wanted, entry.resolution);
      return { ...looked, state: 'locked', scripts: entry.scripts, download: fromLock.download };
    } catch (error) {
      return { ...fromLock, unread: problemOf(error) };
    }
  }

  /** Reads its files in a folder that is gone afterwards. */
  async #looked(
    identifier: FetchableIdentifier,
    { overrides }: WantedSource,
    { passedOver, ...resolution }: ResolvedRelease,
  ): Promise<Planned> {
    await using temporary = await scratchFolder(this.host.environment['TMPDIR'] || tmpdir(), 'mediaconduit-plan-');
    const looked = await this.sources.look(identifier, resolution, temporary.path);
    const files = forgetFolder(await planFiles(temporary.path, this.host, overrides), temporary.path);
    const download = downloadOf(looked, resolution);
    const { scripts } = looked;
    return { state: 'new', ...placeOf(resolution), passedOver, download, scripts, ...files };
  }

  #fromLock(entry: LockedPackage): Planned {
    const { declared, dependencies = [], provider: id, resolution, scripts, usesService } = entry;
    const { environment } = this.host;
    const { capabilities } = declared;
    const isolation = id === undefined ? undefined : this.host.isolationOf(id);
    const needed = dependencies.filter(fitsPlatform);
    return {
      ...{ state: 'locked', ...placeOf(resolution), download: downloadOf({ needed }, resolution), scripts },
      provider: id === undefined || !isolation ? undefined : { id, capabilities, isolation },
      environment: declared.environment.map((name) => ({ name, isSet: Boolean(environment[name]) })),
      elsewhere: usesService === undefined ? undefined : { identifier: usesService },
    };
  }

  #notFound({ canonical }: Identifier): MediaConduitError {
    const ids = this.host.installed().map(({ id }) => id);
    return new MediaConduitError('MC_PROVIDER_NOT_FOUND', `Nothing here is called ${canonical}.`, {
      hint: didYouMean(canonical, ids) ?? `for the package of that name: npm:${canonical}`,
      facts: { identifier: canonical, installed: ids },
    });
  }
}

const nothing = (): Pick<PlannedSource, 'environment' | 'scripts'> => ({ environment: [], scripts: [] });

function placeOf({ commit, resolved, version }: Resolution): Pick<PlannedSource, 'version' | 'commit' | 'source'> {
  return { version, commit, source: resolved };
}

function downloadOf(
  { needed, sizeBytes }: Omit<LookedAt, 'scripts'>,
  resolution: Resolution,
): PlannedSource['download'] {
  const sizes = [sizeBytes ?? resolution.sizeBytes, ...needed.map((one) => one.sizeBytes)];
  const told = sizes.filter((size) => size !== undefined);
  return { packages: sizes.length, sizeBytes: told.reduce((sum, size) => sum + size, 0), sized: told.length };
}

/** A plan that was given up says nothing of what it has not looked at. */
function problemOf(error: unknown): MediaConduitError {
  const problem = toMediaConduitError(error);
  if (problem.code === 'MC_RUNTIME_CLOSED') throw problem;
  return problem;
}
