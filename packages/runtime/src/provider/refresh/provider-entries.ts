import type { Identifier } from '../../source/identifier';
import type { ActiveProvider } from './active-provider';

/** An identifier, and the texts that were used for it. */
export interface ProviderOrigin {
  readonly identifier: Identifier;
  readonly spellings: Set<string>;
}

/** One provider of the registry, whatever names lead to it; a refresh replaces what is in it. */
export interface ProviderEntry {
  active: Promise<ActiveProvider>;
  /** What it was asked for by, in this order, by canonical identifier; none for one that was made by hand. */
  readonly origins: Map<string, ProviderOrigin>;
  /** Makes it again, where it was made by hand; answers the old one where there is no other. */
  readonly remake?: (old: ActiveProvider) => Promise<ActiveProvider>;
}

/** A name that an entry would like to have. */
interface Wish {
  readonly entry: ProviderEntry;
  readonly isFree: () => boolean;
}

/** The providers of a registry by id, canonical identifier and folder. */
export class ProviderEntries {
  readonly #entries = new Map<string, ProviderEntry>();
  /** By name; the first that may have it gets it when somebody asks for it. */
  readonly #wishes = new Map<string, readonly Wish[]>();

  get all(): ReadonlySet<ProviderEntry> {
    return new Set(this.#entries.values());
  }

  get keys(): readonly string[] {
    for (const key of this.#wishes.keys()) this.get(key);
    return [...this.#entries.keys()];
  }

  get(key: string): ProviderEntry | undefined {
    return this.#entries.get(key) ?? this.#grant(key);
  }

  add(entry: ProviderEntry, keys: readonly string[]): void {
    for (const key of keys) this.#entries.set(key, entry);
  }

  /** Also found by this name if it is free when somebody first asks for it: only then it is worth a look at what is installed. */
  wish(entry: ProviderEntry, key: string, isFree: () => boolean): void {
    if (!this.#entries.has(key)) this.#wishes.set(key, [...(this.#wishes.get(key) ?? []), { entry, isFree }]);
  }

  /** Also found by this identifier. */
  join(entry: ProviderEntry, identifier: Identifier, spelling: string): void {
    const { canonical } = identifier;
    const origin = entry.origins.get(canonical) ?? { identifier, spellings: new Set([canonical]) };
    entry.origins.set(canonical, { ...origin, spellings: origin.spellings.add(spelling) });
    this.add(entry, [canonical, spelling]);
  }

  /** Identifiers that led to one entry lead to another one now. */
  part(from: ProviderEntry, to: ProviderEntry, canonicals: readonly string[]): void {
    for (const canonical of canonicals) {
      const origin = from.origins.get(canonical);
      from.origins.delete(canonical);
      for (const spelling of origin?.spellings ?? []) if (origin) this.join(to, origin.identifier, spelling);
    }
  }

  /** The entry under other names than before, as far as no other has them. */
  rename(entry: ProviderEntry, from: readonly (string | undefined)[], to: readonly (string | undefined)[]): void {
    for (const key of from) {
      if (key === undefined) continue;
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      this.#forgetWish(entry, key);
    }
    for (const key of to) if (key !== undefined && !this.get(key)) this.#entries.set(key, entry);
  }

  remove(key: string): void {
    this.#wishes.delete(key);
    this.#entries.delete(key);
  }

  /** Under every name. */
  forget(entry: ProviderEntry): void {
    for (const [key, known] of this.#entries) if (known === entry) this.#entries.delete(key);
    for (const key of this.#wishes.keys()) this.#forgetWish(entry, key);
  }

  clear(): void {
    this.#wishes.clear();
    this.#entries.clear();
  }

  #forgetWish(entry: ProviderEntry, key: string): void {
    const others = this.#wishes.get(key)?.filter((wish) => wish.entry !== entry);
    if (others) this.#wishes.set(key, others);
  }

  #grant(key: string): ProviderEntry | undefined {
    const wishes = this.#wishes.get(key);
    if (!wishes) return undefined;
    this.#wishes.delete(key);
    const found = wishes.find(({ isFree }) => isFree())?.entry;
    if (found) this.#entries.set(key, found);
    return found;
  }
}
