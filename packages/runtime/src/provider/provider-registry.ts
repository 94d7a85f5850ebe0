import { isAbsolute } from 'node:path';
import { MediaConduitError, didYouMean, type Provider } from '@mediaconduit/sdk';
import { defaultRuntime } from '../default-runtime';
import { findTree } from '../source/find-tree';
import { parseIdentifier, type Identifier } from '../source/identifier';
import type { Source } from '../source/source';
import { adoptForeignProvider } from './foreign-provider';
import { findInstalledProviders, type InstalledProvider } from './installed-providers';
import type { ProviderLoader } from './provider-loader';

/** A provider made by hand, its class, or what makes it. */
export type Registrable = Provider | (new () => object) | (() => object);

/** What a provider registry is made from. */
export interface ProviderRegistryOptions {
  readonly loader: ProviderLoader;
  readonly sources: readonly Source[];
  readonly projectFolder: string;
}

/** The providers of one runtime: those that are installed, and those that were registered by hand. */
export class ProviderRegistry {
  /** By id, canonical identifier and folder; all spellings of a provider lead to one promise. */
  readonly #providers = new Map<string, Promise<Provider>>();
  /** Made by hand, by id. */
  readonly #registered = new Map<string, Registrable>();
  #installed: InstalledProvider[] | undefined;
  #closed = false;

  constructor(private readonly options: ProviderRegistryOptions) {}

  /** The providers of the runtime of this process. */
  static getInstance(): ProviderRegistry {
    return defaultRuntime().providers;
  }

  /**
   * The provider behind an installed id or any identifier; loaded once, also for concurrent callers.
   * @throws `MC_PROVIDER_NOT_FOUND` with the nearest ids, `MC_IDENTIFIER_INVALID`, and whatever loading it throws.
   */
  async getProvider(identifier: string): Promise<Provider> {
    if (this.#closed) throw closedRegistry(identifier);
    const known = this.#providers.get(identifier) ?? this.#make(identifier);
    if (known) return known;
    const parsed = parseIdentifier(identifier, this.options.projectFolder);
    const folder = await this.#folderOf(parsed);
    if (folder === undefined) throw this.#notFound(identifier);
    return this.#loadOnce(folder, [identifier, parsed.canonical]);
  }

  /** Adds a provider made by hand: an instance, or an id with a class or a factory, which is called at the first use. */
  register(provider: Provider): void;
  register(id: string, provider: Registrable): void;
  register(first: Provider | string, second?: Registrable): void {
    const [id, registrable] = typeof first === 'string' ? [first, second] : [first.id, first];
    if (!registrable) return;
    this.#registered.set(id, registrable);
    this.#providers.delete(id);
  }

  /** A class or factory that was registered runs when somebody asks for the provider, not before. */
  #make(id: string): Promise<Provider> | undefined {
    const registrable = this.#registered.get(id);
    if (!registrable) return undefined;
    const made = instanceOf(registrable).then((instance) => adoptForeignProvider(instance, { id }));
    made.catch(() => this.#forget(made));
    this.#providers.set(id, made);
    return made;
  }

  /** Disposes the provider and makes or loads it again; an instance that was registered has no source and stays. */
  async refreshProvider(identifier: string): Promise<Provider> {
    const old = await this.getProvider(identifier);
    if (typeof this.#registered.get(identifier) === 'object') return old;
    for (const key of this.#forget(this.#providers.get(identifier))) {
      if (isAbsolute(key)) this.options.loader.forget(key);
    }
    this.#installed = undefined;
    await old.dispose?.();
    return this.getProvider(identifier);
  }

  /** True for a provider that is loaded, registered or installed under this id or identifier. */
  hasProvider(identifier: string): boolean {
    return (
      this.#providers.has(identifier) ||
      this.#registered.has(identifier) ||
      this.installed().some(({ id }) => id === identifier)
    );
  }

  /** The ids of all installed and registered providers, sorted. */
  getAvailableProviders(): string[] {
    const registered = [...this.#providers.keys(), ...this.#registered.keys()].filter((key) =>
      /^[a-z][a-z0-9-]*$/i.test(key),
    );
    const installed = this.installed().filter(({ problem }) => !problem);
    return [...new Set([...registered, ...installed.map(({ id }) => id)])].sort();
  }

  /** The provider packages of the project, read once; loads no code. */
  installed(): readonly InstalledProvider[] {
    this.#installed ??= findInstalledProviders(this.options.projectFolder);
    return this.#installed;
  }

  /** Disposes every provider that was loaded. */
  async close(): Promise<void> {
    this.#closed = true;
    const loaded = new Set(this.#providers.values());
    this.#providers.clear();
    this.#registered.clear();
    await Promise.allSettled([...loaded].map(async (provider) => (await provider).dispose?.()));
  }

  /** An installed id first: it is what people type. */
  async #folderOf(identifier: Identifier): Promise<string | undefined> {
    if (identifier.kind === 'name') {
      const named = this.installed().filter(({ id }) => id === identifier.name);
      const sound = named.filter(({ problem }) => !problem);
      const found = sound.length > 0 ? sound : named; // loading a broken one says what is wrong with it
      if (found.length > 1) throw conflict(identifier.name, found);
      if (found[0]) return found[0].folder;
    }
    const { sources, projectFolder } = this.options;
    return (await findTree(sources, identifier, projectFolder))?.folder;
  }

  #loadOnce(folder: string, keys: readonly string[]): Promise<Provider> {
    const known = this.#providers.get(folder) ?? this.#load(folder);
    for (const key of [folder, ...keys]) this.#providers.set(key, known);
    return known;
  }

  #load(folder: string): Promise<Provider> {
    const loading = this.options.loader.load(folder).then(({ provider }) => provider);
    loading.then(
      (provider) => this.#providers.set(provider.id, loading),
      () => this.#forget(loading),
    );
    return loading;
  }

  /** A provider that failed to load may be mended and asked for again. Answers the keys that led to it. */
  #forget(gone: Promise<Provider> | undefined): string[] {
    const keys = [...this.#providers].flatMap(([key, provider]) => (provider === gone ? [key] : []));
    for (const key of keys) this.#providers.delete(key);
    return keys;
  }

  #notFound(identifier: string): MediaConduitError {
    const ids = this.getAvailableProviders();
    const broken = this.installed().filter(({ problem }) => problem);
    return new MediaConduitError('MC_PROVIDER_NOT_FOUND', `No provider "${identifier}" is installed.`, {
      hint: didYouMean(identifier, ids) ?? installedHint(ids, broken),
      facts: { provider: identifier, installed: ids, broken: broken.map(({ packageName }) => packageName) },
    });
  }
}

function installedHint(ids: readonly string[], broken: readonly InstalledProvider[]): string {
  if (broken[0]) return `one that is installed cannot be read: ${broken[0].problem?.message}`;
  if (ids.length > 0) return `installed: ${ids.join(', ')}`;
  return 'none is installed here: npm install @mediaconduit/cowsay-provider';
}

function closedRegistry(identifier: string): MediaConduitError {
  return new MediaConduitError('MC_RUNTIME_CLOSED', `"${identifier}" was asked after its runtime was closed.`, {
    hint: 'create a new runtime, or close it later',
    facts: { provider: identifier },
  });
}

async function instanceOf(registrable: Registrable): Promise<object> {
  if (typeof registrable !== 'function') return registrable;
  const isClass = /^class\b/.test(Function.prototype.toString.call(registrable));
  return isClass ? new (registrable as new () => object)() : (registrable as () => object)();
}

function conflict(id: string, found: readonly InstalledProvider[]): MediaConduitError {
  const packages = found.map(({ packageName }) => packageName);
  return new MediaConduitError('MC_PROVIDER_CONFLICT', `The id "${id}" is claimed by ${packages.join(' and ')}.`, {
    hint: `name the package instead of the id, for example ${packages[0]}`,
    facts: { provider: id, packages },
  });
}
