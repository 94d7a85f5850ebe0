import type { Identifier } from '../../source/identifier';
import type { ActiveProvider } from './active-provider';

/** One provider of the registry, whatever names lead to it; a refresh replaces what is in it. */
export interface ProviderEntry {
  active: Promise<ActiveProvider>;
  /** What it was asked for by; missing for one that was made by hand. */
  readonly origin?: Identifier;
  /** Makes it again, where it was made by hand; answers the old one where there is no other. */
  readonly remake?: (old: ActiveProvider) => Promise<ActiveProvider>;
}

/** The providers of a registry by id, canonical identifier and folder. */
export class ProviderEntries {
  readonly #entries = new Map<string, ProviderEntry>();

  get all(): ReadonlySet<ProviderEntry> {
    return new Set(this.#entries.values());
  }

  get keys(): readonly string[] {
    return [...this.#entries.keys()];
  }

  get(key: string): ProviderEntry | undefined {
    return this.#entries.get(key);
  }

  add(entry: ProviderEntry, keys: readonly string[]): void {
    for (const key of keys) this.#entries.set(key, entry);
  }

  /** The entry under other names than before, as far as no other has them. */
  rename(entry: ProviderEntry, from: readonly (string | undefined)[], to: readonly (string | undefined)[]): void {
    for (const key of from) if (key !== undefined && this.#entries.get(key) === entry) this.#entries.delete(key);
    for (const key of to) if (key !== undefined && !this.#entries.has(key)) this.#entries.set(key, entry);
  }

  remove(key: string): void {
    this.#entries.delete(key);
  }

  /** Under every name. */
  forget(entry: ProviderEntry): void {
    for (const [key, known] of this.#entries) if (known === entry) this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
