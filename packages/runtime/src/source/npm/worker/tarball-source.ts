import { isMediaConduitError, MediaConduitError } from '@mediaconduit/sdk';
import type { NpmSettings } from './npm-settings';
import { loadCache, loadPacote } from './npm-libraries';
import type { StallWatch } from './stall-watch';
import { registryOf } from './registry-of';
import { spoolTarball, type Tarball } from './tarball-spool';
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

  /** @throws `MC_INTEGRITY` when the bytes are not those of the hash; they are not unpacked. */
  async get(wanted: WantedTarball): Promise<Tarball> {
    const tarball = (await this.#fromCache(wanted)) ?? (await this.#fromRegistry(wanted));
    const { integrity } = wanted;
    if (integrity === undefined || !isSha512(integrity) || integrity.split(/\s+/).includes(tarball.integrity))
      return tarball;
    await tarball.dispose();
    throw new MediaConduitError('MC_INTEGRITY', `The tarball of ${labelOf(wanted)} is not the one that is wanted.`, {
      hint: 'somebody changed it at the registry or on the way; do not use it before you know why',
      facts: { package: labelOf(wanted), wanted: integrity, found: tarball.integrity },
    });
  }

  /** A damaged or missing entry is no fault: the registry is asked instead, and npm's libraries renew the entry. */
  async #fromCache(wanted: WantedTarball): Promise<Tarball | undefined> {
    if (wanted.integrity === undefined || this.settings.options['preferOnline'] === true) return undefined;
    try {
      const stream = loadCache().get.stream.byDigest(this.settings.cache, wanted.integrity);
      return await spoolTarball(stream, this.spoolFolder, labelOf(wanted));
    } catch (error) {
      if (isMediaConduitError(error) || isDiskFault(error)) throw error;
      return undefined;
    }
  }

  async #fromRegistry(wanted: WantedTarball): Promise<Tarball> {
    const { name, resolved } = wanted;
    const registry = registryOf(name, this.settings.options);
    if (resolved?.startsWith(registry)) {
      try {
        return await this.#stream(wanted, `${name}@${resolved}`, { allowRemote: 'all', replaceRegistryHost: 'never' });
      } catch (error) {
        if (codeOf(error) !== 'E404') throw error;
      }
    }
    return this.#stream(wanted, `${name}@${wanted.version}`, {});
  }

  #stream(wanted: WantedTarball, spec: string, extra: Readonly<Record<string, unknown>>): Promise<Tarball> {
    return this.watch.run(labelOf(wanted), (signal) =>
      loadPacote().tarball.stream(spec, (stream) => spoolTarball(stream, this.spoolFolder, labelOf(wanted)), {
        ...this.settings.options,
        ...extra,
        integrity: wanted.integrity,
        // The cache has just been asked.
        preferOnline: this.settings.options['offline'] !== true,
        signal,
      }),
    );
  }
}

function labelOf({ name, version }: WantedTarball): string {
  return `${name}@${version}`;
}

function isSha512(integrity: string): boolean {
  return /(?:^|\s)sha512-/.test(integrity);
}

function isDiskFault(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');
}
