import type { Capability } from '@mediaconduit/sdk';
import type { ProviderCandidate } from '../choice/provider-candidate';
import { buildCatalog } from './build-catalog';
import { catalogFile, readCatalogFile, writeCatalogFile, type Catalog } from './catalog-file';
import { isProvider, placesOf } from './catalog-columns';
import { CatalogProvider } from './catalog-provider';
import type { InstalledProvider } from './installed-provider';
import { isIdentifier, type CatalogPlace } from './list-packages';

/** The provider packages of a project as they were at one moment; made without running any code of theirs. */
export class ProviderCatalog {
  readonly all: readonly InstalledProvider[];
  /** Resolves when the index is on disk; never rejects. */
  readonly saved: Promise<void>;
  #byId: ReadonlyMap<string, readonly InstalledProvider[]> | undefined;
  #byIdentifier: ReadonlyMap<string, InstalledProvider> | undefined;
  #byCapability: ReadonlyMap<Capability, readonly InstalledProvider[]> | undefined;

  readonly #candidates = new Map<Capability, readonly ProviderCandidate[]>();

  private constructor(catalog: Catalog, saved: Promise<void>) {
    const places = placesOf(catalog.columns);
    this.all = catalog.columns.ids.flatMap((_id, index) =>
      isProvider(catalog.columns, index) ? [new CatalogProvider(catalog, index, places[index])] : [],
    );
    this.saved = saved;
  }

  /** Reads the index of the project, corrects it where something changed, and keeps it for the next program. */
  static open(place: CatalogPlace): ProviderCatalog {
    const { home, projectFolder } = place;
    const file = catalogFile(home, projectFolder);
    const { catalog, isNew } = buildCatalog(place, readCatalogFile(home, file));
    const isWorthIt = isNew && catalog.columns.files.some((name) => name !== 0);
    return new ProviderCatalog(catalog, isWorthIt ? writeCatalogFile(home, file, catalog) : Promise.resolve());
  }

  /** Those with this id: several where two packages claim it. */
  named(id: string): readonly InstalledProvider[] {
    this.#byId ??= groupBy(this.all, (provider) => [provider.id]);
    return this.#byId.get(id) ?? [];
  }

  /** The one of this package, or of this canonical identifier. */
  from(canonical: string): InstalledProvider | undefined {
    this.#byIdentifier ??= new Map(this.all.map((one) => [identifierOf(one), one]));
    return this.#byIdentifier.get(canonical);
  }

  /** Those whose manifest says that they can do this. */
  offering(capability: Capability): readonly InstalledProvider[] {
    this.#byCapability ??= groupBy(this.all, ({ capabilities }) => capabilities);
    return this.#byCapability.get(capability) ?? [];
  }

  /** As {@link offering}, each made into a candidate once. */
  candidates(
    capability: Capability,
    make: (provider: InstalledProvider) => ProviderCandidate,
  ): readonly ProviderCandidate[] {
    const known = this.#candidates.get(capability) ?? this.offering(capability).map(make);
    this.#candidates.set(capability, known);
    return known;
  }
}

function identifierOf({ packageName }: InstalledProvider): string {
  return isIdentifier(packageName) ? packageName : `npm:${packageName}`;
}

function groupBy<T, K>(all: readonly T[], keysOf: (one: T) => readonly K[]): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    for (const key of keysOf(one)) {
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  }
  return groups;
}
