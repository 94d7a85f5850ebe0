import { MediaConduitError, type Capability, type ProviderManifest, type ProviderType } from '@mediaconduit/sdk';
import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { capabilitiesAt, fileAt, folderAt, wordsOf, type CatalogColumns } from './catalog-columns';
import type { Catalog } from './catalog-file';
import type { ProblemRow } from './catalog-row';
import type { InstalledProvider, Price } from './installed-provider';
import { isIdentifier } from './list-packages';

/** A provider as the index has it: what is asked for is looked up there, and its manifest is parsed then. */
export class CatalogProvider implements InstalledProvider {
  readonly #catalog: Catalog;
  readonly #index: number;
  readonly #place: readonly [number, number] | undefined;
  #manifest: ProviderManifest | undefined;

  /** @param place of its manifest. */
  constructor(catalog: Catalog, index: number, place: readonly [number, number] | undefined) {
    this.#catalog = catalog;
    this.#index = index;
    this.#place = place;
  }

  get id(): string {
    return this.#columns.ids[this.#index] ?? '';
  }

  get name(): string {
    return this.#columns.names[this.#index] ?? '';
  }

  get packageName(): string {
    return this.#columns.packageNames[this.#index] ?? '';
  }

  get version(): string | undefined {
    return this.#columns.versions[this.#index] ?? undefined;
  }

  get folder(): string {
    return folderAt(this.#columns, this.#index);
  }

  get isFetched(): boolean {
    return fileAt(this.#columns, this.#index) !== undefined || !isIdentifier(this.packageName);
  }

  get type(): ProviderType | undefined {
    return this.#columns.types[this.#index] || undefined;
  }

  get capabilities(): readonly Capability[] {
    return capabilitiesAt(this.#columns, this.#index);
  }

  get modelCount(): number {
    return this.#columns.modelCounts[this.#index] ?? 0;
  }

  get requiredVariables(): readonly string[] {
    return wordsOf(this.#columns.requiredVariables[this.#index]);
  }

  get price(): Price | undefined {
    return this.#columns.prices[this.#index] || undefined;
  }

  get manifest(): ProviderManifest | undefined {
    if (!this.#problem) this.#manifest ??= this.#kept() ?? readProviderManifestSync(this.folder);
    return this.#manifest;
  }

  get problem(): MediaConduitError | undefined {
    if (!this.#problem) return undefined;
    const { code, message, ...details } = this.#problem;
    return new MediaConduitError(code, message, details);
  }

  get #columns(): CatalogColumns {
    return this.#catalog.columns;
  }

  get #problem(): ProblemRow | undefined {
    return this.#columns.problems[this.#index];
  }

  #kept(): ProviderManifest | undefined {
    if (!this.#place) return undefined;
    try {
      return JSON.parse(this.#catalog.manifests.toString('utf8', ...this.#place)) as ProviderManifest;
    } catch {
      return undefined; // the index was damaged after it was written
    }
  }
}
