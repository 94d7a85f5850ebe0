import { MediaConduitError, type Capability, type ProviderManifest, type ProviderType } from '@mediaconduit/sdk';
import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import type { ProviderRow } from './catalog-row';
import type { InstalledProvider } from './installed-provider';

/** A provider as the index has it; its manifest is parsed when it is asked for. */
export class CatalogProvider implements InstalledProvider {
  readonly id: string;
  readonly name: string;
  readonly type: ProviderType | undefined;
  readonly version: string | undefined;
  readonly capabilities: readonly Capability[];
  readonly modelCount: number;
  readonly #row: ProviderRow;
  readonly #manifests: Buffer;
  #manifest: ProviderManifest | undefined;

  constructor(
    readonly packageName: string,
    readonly folder: string,
    { row, manifests }: { readonly row: ProviderRow; readonly manifests: Buffer },
  ) {
    this.id = row.id;
    this.name = row.name;
    this.type = row.type;
    this.version = row.version;
    this.capabilities = row.capabilities;
    this.modelCount = row.modelCount;
    this.#row = row;
    this.#manifests = manifests;
  }

  get manifest(): ProviderManifest | undefined {
    if (!this.#row.problem) this.#manifest ??= this.#kept() ?? readProviderManifestSync(this.folder);
    return this.#manifest;
  }

  get problem(): MediaConduitError | undefined {
    if (!this.#row.problem) return undefined;
    const { code, message, ...details } = this.#row.problem;
    return new MediaConduitError(code, message, details);
  }

  #kept(): ProviderManifest | undefined {
    if (!this.#row.place) return undefined;
    try {
      return JSON.parse(this.#manifests.toString('utf8', ...this.#row.place)) as ProviderManifest;
    } catch {
      return undefined; // the index was damaged after it was written
    }
  }
}
