import { findTree, renewTree } from '../source/find-tree';
import type { Identifier } from '../source/identifier';
import type { RenewedTree, Source } from '../source/source';
import { isFetchable } from '../source/stored/fetchable-identifier';
import { isIdentifier, type CatalogPlace } from './catalog/list-packages';
import { ProviderCatalog } from './catalog/provider-catalog';
import { conflict } from './registry-errors';

/** Where providers are looked for. */
export interface ProviderPlaces extends CatalogPlace {
  readonly sources: readonly Source[];
}

/** From an identifier to the folder of a provider: by the index of what is installed, then by the sources. */
export class ProviderFinder {
  #catalog: ProviderCatalog | undefined;
  #saved: Promise<unknown> = Promise.resolve();

  constructor(private readonly places: ProviderPlaces) {}

  /** Looked at anew after a refresh, and after something was fetched. */
  get installed(): ProviderCatalog {
    if (!this.#catalog) {
      this.#catalog = ProviderCatalog.open(this.places);
      this.#saved = Promise.all([this.#saved, this.#catalog.saved]);
    }
    return this.#catalog;
  }

  /** What was installed since the last look is found, too. */
  async find(identifier: Identifier): Promise<RenewedTree | undefined> {
    const isOldLook = this.#catalog !== undefined;
    const found = await this.#lookFor(identifier);
    if (isFetchable(identifier) && !this.#catalog?.from(identifier.canonical)?.isFetched) this.#catalog = undefined;
    if (found !== undefined || !isOldLook || identifier.kind !== 'name') return found;
    this.#catalog = undefined;
    return this.#lookFor(identifier);
  }

  /** What the identifier means now, whatever was known. */
  async renew(identifier: Identifier): Promise<RenewedTree | undefined> {
    this.#catalog = undefined;
    return this.#lookFor(identifier, renewTree);
  }

  /** When every index is on disk. */
  async saved(): Promise<void> {
    await this.#saved;
  }

  /** An installed id first: it is what people type. */
  async #lookFor(identifier: Identifier, ask = findTree): Promise<RenewedTree | undefined> {
    if (identifier.kind === 'name') {
      // what the lock file names is opened as it says
      const named = this.installed.named(identifier.name).filter(({ packageName }) => !isIdentifier(packageName));
      const sound = named.filter(({ problem }) => !problem);
      const found = sound.length > 0 ? sound : named; // loading a broken one says what is wrong with it
      if (found.length > 1) throw conflict(identifier.name, found);
      if (found[0]) return { folder: found[0].folder, canonical: identifier.canonical };
    }
    const { sources, projectFolder } = this.places;
    return ask(sources, identifier, projectFolder);
  }
}
