import { isMediaConduitError, MediaConduitError } from '@mediaconduit/sdk';
import type { NpmSettings } from './npm-settings';
import { loadCache, loadContentPath, loadPacote, loadRegistryFetch } from './npm-libraries';
import type { StallWatch } from './stall-watch';
import { placeAtRegistry, registryOf } from './registry-of';
import { spoolFile, spoolTarball, type SpoolOptions, type Tarball } from './tarball-spool';
import { codeOf } from './code-of';

/** One version of a package, and what its tarball must be. */
export interface WantedTarball {
  readonly name: string;
  readonly version: string;
  /** Where it was got from before: used when that is the registry which the user's settings name today. */
  readonly resolved?: string;
  /** Absent where nobody has said it yet: then what the registry says is checked. */
  readonly integrity?: string;
}

/** Gets tarballs from npm's cache, else from the registry that the user's settings name for the package. */
export class TarballSource {
  constructor(
    private readonly settings: NpmSettings,
    private readonly watch: StallWatch,
    /** For large tarballs, until they are unpacked. */
    private readonly spoolFolder: string,
  ) {}

  /** @throws `MC_INTEGRITY` when the bytes are not those of the hash; they are neither unpacked nor kept. */
  async get(wanted: WantedTarball): Promise<Tarball> {
    return (await this.#fromCache(wanted)) ?? (await this.#fromRegistry(wanted));
  }

  /** A damaged or missing entry is no fault: the registry is asked instead. */
  async #fromCache(wanted: WantedTarball): Promise<Tarball | undefined> {
    if (this.settings.options['preferOnline'] === true) return undefined;
    for (const hash of hashesOf(wanted)) {
      const found = await this.#cached(hash, wanted);
      if (found && hasIntegrity(found, wanted)) return found;
      await found?.dispose();
      if (found) await this.#forget(hash);
    }
    return undefined;
  }

  async #cached(hash: string, wanted: WantedTarball): Promise<Tarball | undefined> {
    try {
      return await spoolFile(loadContentPath()(this.settings.cache, hash), this.#spoolOptions(wanted));
    } catch (error) {
      if (isMediaConduitError(error) || isDiskFault(error)) throw error;
      return undefined;
    }
  }

  /** The cache would not take what is sound in the place of what is damaged. */
  async #forget(hash: string): Promise<void> {
    await loadCache()
      .rm.content(this.settings.cache, hash)
      .catch(() => undefined); // it cannot be written: the registry is asked each time
  }

  async #fromRegistry(wanted: WantedTarball): Promise<Tarball> {
    const { name } = wanted;
    const resolved = placeAtRegistry(wanted.resolved ?? '', name, this.settings);
    if (this.settings.options['offline'] === true) throw offline(labelOf(wanted));
    if (resolved.startsWith(registryOf(name, this.settings.options))) {
      try {
        return await this.#download(resolved, wanted);
      } catch (error) {
        if (codeOf(error) !== 'E404') throw error; // registries may move their tarballs
      }
    }
    const { integrity } = wanted;
    const manifest = await this.watch.run(labelOf(wanted), (signal) =>
      loadPacote().manifest(`${name}@${wanted.version}`, { ...this.settings.options, before: null, integrity, signal }),
    );
    const place = placeAtRegistry(manifest._resolved ?? '', name, this.settings);
    return this.#download(place, { ...wanted, integrity: integrity ?? manifest._integrity });
  }

  /** One request, without the caches of npm's client: those would keep and ask for what is not wanted. */
  async #download(url: string, wanted: WantedTarball): Promise<Tarball> {
    const label = labelOf(wanted);
    const tarball = await this.watch.run(label, async (signal) => {
      const options = { ...this.settings.options, cache: undefined, spec: wanted.name, signal };
      const { body } = await loadRegistryFetch()(url, options);
      return spoolTarball(body, this.#spoolOptions(wanted));
    });
    try {
      requireIntegrity(tarball, wanted);
      await this.#keep(tarball, label);
      return tarball;
    } catch (error) {
      await tarball.dispose();
      throw error;
    }
  }

  /** For the next time, and for npm. */
  async #keep(tarball: Tarball, label: string): Promise<void> {
    const { integrity } = tarball;
    const entry = loadCache().put.stream(this.settings.cache, `pacote:tarball:${label}`, { integrity });
    const kept = entry.promise();
    kept.catch(() => undefined); // told below
    tarball.open().pipe(entry);
    await kept;
  }

  #spoolOptions(wanted: WantedTarball): SpoolOptions {
    return { folder: this.spoolFolder, label: labelOf(wanted), withSha1: !hasSha512(wanted) };
  }
}

function requireIntegrity(tarball: Tarball, wanted: WantedTarball): void {
  if (wanted.integrity === undefined || hasIntegrity(tarball, wanted)) return;
  const label = labelOf(wanted);
  throw new MediaConduitError('MC_INTEGRITY', `The tarball of ${label} is not the one that is wanted.`, {
    hint: 'somebody changed it at the registry or on the way; do not use it before you know why',
    facts: { package: label, wanted: wanted.integrity, found: hashThatCounts(tarball, wanted) },
  });
}

function hasIntegrity(tarball: Tarball, wanted: WantedTarball): boolean {
  return hashesOf(wanted).includes(hashThatCounts(tarball, wanted) ?? '');
}

/** Old registries have SHA-1 only; what is pinned of their tarballs is what was got first. */
function hashThatCounts(tarball: Tarball, wanted: WantedTarball): string | undefined {
  return hasSha512(wanted) ? tarball.integrity : tarball.sha1;
}

function hasSha512(wanted: WantedTarball): boolean {
  return hashesOf(wanted).some((hash) => hash.startsWith('sha512-'));
}

/** The strong ones, else the weak ones. */
function hashesOf({ integrity }: WantedTarball): string[] {
  const hashes = integrity?.split(/\s+/) ?? [];
  const kinds = ['sha512-', 'sha1-'].map((kind) => hashes.filter((hash) => hash.startsWith(kind)));
  return kinds.find((found) => found.length > 0) ?? [];
}

function offline(label: string): MediaConduitError {
  return new MediaConduitError('MC_FETCH_FAILED', `${label} is not in npm's cache, and npm is told to be offline.`, {
    hint: 'remove offline=true from your .npmrc',
    facts: { package: label },
    retryable: false,
  });
}

function labelOf({ name, version }: WantedTarball): string {
  return `${name}@${version}`;
}

function isDiskFault(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');
}
