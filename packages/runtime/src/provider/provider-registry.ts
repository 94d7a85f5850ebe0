import type { Clock, MediaConduitError, Provider } from '@mediaconduit/sdk';
import { defaultRuntime } from '../default-runtime';
import type { RuntimeEmitter } from '../runtime-events';
import { canonicalOf } from '../source/canonical-of';
import { parseIdentifier, type Identifier } from '../source/identifier';
import type { RenewedTree } from '../source/source';
import type { InstalledProvider } from './catalog/installed-provider';
import { isIdentifier } from './catalog/list-packages';
import type { chooseProvider, requireCapability } from './choice/choose-provider';
import type { InUse, listCandidates } from './choice/list-candidates';
import type { ChoiceCriteria, ProviderChoice } from './choice/provider-choice';
import { settledValue } from './choice/settled-value';
import { ProviderFinder, type ProviderPlaces } from './provider-finder';
import type { ProviderLoader } from './provider-loader';
import { activate } from './refresh/active-provider';
import { endProvider } from './refresh/dispose-provider';
import { ProviderEntries, type ProviderEntry } from './refresh/provider-entries';
import type { Registrable } from './registrable';
import { RegisteredProviders } from './registered-providers';
import { closedRegistry, providerNotFound } from './registry-errors';
import type { ProviderRefresher, RefreshOptions } from './refresh/provider-refresher';

interface Choice {
  readonly chooseProvider: typeof chooseProvider;
  readonly requireCapability: typeof requireCapability;
}

/* eslint-disable @typescript-eslint/no-require-imports -- loaded when somebody chooses or refreshes a provider */
const loadCandidates = () => require('./choice/list-candidates') as { listCandidates: typeof listCandidates };
const loadChoice = () => require('./choice/choose-provider') as Choice;
const loadRefresher = () => require('./refresh/provider-refresher') as typeof import('./refresh/provider-refresher');
/* eslint-enable @typescript-eslint/no-require-imports */

/** What a provider registry is made from. */
export interface ProviderRegistryOptions extends ProviderPlaces {
  readonly loader: ProviderLoader;
  readonly clock: Clock;
  readonly events: RuntimeEmitter;
  /** Where the variables that providers need are looked for. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The providers of one runtime: those that are installed, and those that were registered by hand. */
export class ProviderRegistry {
  /** All spellings of a provider lead to one entry. */
  readonly #entries = new ProviderEntries();
  readonly #registered = new RegisteredProviders();
  readonly #finder: ProviderFinder;
  #refresher: ProviderRefresher | undefined;
  #closed = false;

  constructor(private readonly options: ProviderRegistryOptions) {
    this.#finder = new ProviderFinder(options);
  }

  /** The providers of the runtime of this process. */
  static getInstance(): ProviderRegistry {
    return defaultRuntime().providers;
  }

  /**
   * The provider behind an installed id or any identifier; loaded once, also for concurrent callers.
   * @throws `MC_PROVIDER_NOT_FOUND` with the nearest ids, `MC_IDENTIFIER_INVALID`, and whatever loading it throws.
   */
  async getProvider(identifier: string): Promise<Provider> {
    const entry = await this.#entryOf(identifier);
    return (await entry.active).provider;
  }

  /** Adds a provider made by hand: an instance, or an id with a class or a factory, which is called at the first use. */
  register(provider: Provider): void;
  register(id: string, provider: Registrable): void;
  register(first: Provider | string, second?: Registrable): void {
    const [id, registrable] = typeof first === 'string' ? [first, second] : [first.id, first];
    if (!registrable) return;
    this.#registered.add(id, registrable);
    this.#entries.remove(id);
  }

  /**
   * Loads the provider again, beside the one in use: from its folder, or from what its source answers now. The new one
   * takes over when it has passed its health check; calls under way end on the old one, which is then disposed. Models
   * that callers hold go on with the new one after that. An instance that was registered has no source and stays.
   * @throws `MC_REFRESH_FAILED` when the new one cannot be used; the old one goes on.
   */
  async refreshProvider(identifier: string, options: RefreshOptions = {}): Promise<Provider> {
    if (this.#closed) throw closedRegistry(identifier);
    const known = this.#entries.get(identifier) ?? this.#make(identifier);
    const { projectFolder } = this.options;
    if (known) return this.#refreshing().refresh(known, options, canonicalOf(identifier, projectFolder));
    const parsed = parseIdentifier(identifier, projectFolder);
    const [{ canonical }, entries] = [parsed, this.#entries];
    const sameThing = entries.get(canonical) ?? entries.get((await this.#finder.find(parsed))?.folder ?? '');
    if (sameThing) entries.join(sameThing, parsed, identifier);
    if (sameThing) return this.#refreshing().refresh(sameThing, options, canonical);
    const tree = await this.#finder.renew(parsed);
    if (!tree) throw this.#notFound(identifier);
    this.options.loader.forget(tree.folder);
    const { active } = this.#loadOnce(tree, parsed, identifier);
    const { provider } = await active.finally(() => tree.discard?.());
    await tree.accept?.();
    return provider;
  }

  /**
   * The provider for a capability, in any spelling, and why no other; loads none. `open()` of the answer does.
   * @throws `MC_PROVIDER_NOT_FOUND` when none offers it, `MC_PROVIDER_UNAVAILABLE` with the reasons when none can be used.
   */
  async findBestProvider(capability: string, criteria: ChoiceCriteria = {}): Promise<ProviderChoice> {
    if (this.#closed) throw closedRegistry(capability);
    const wanted = loadChoice().requireCapability(capability);
    const { clock, environment, loader } = this.options;
    const choice = await loadChoice().chooseProvider(wanted, criteria, {
      ...{ clock, environment, unknown: this.#registered.notMade((id) => this.#entries.get(id) !== undefined) },
      candidates: loadCandidates().listCandidates(wanted, this.#finder.installed, await this.#inUse()),
      checkCode: (folder) => loader.quarantine.check(folder),
      checkService: (manifest) => loader.checkService(manifest),
    });
    return { ...choice, open: () => this.getProvider(choice.id) };
  }

  /** True for a provider that is loaded, registered, installed or locked under this id or any spelling of its identifier. */
  hasProvider(identifier: string): boolean {
    return (
      this.#entries.get(identifier) !== undefined ||
      this.#registered.has(identifier) ||
      this.findInstalled(identifier) !== undefined
    );
  }

  /** The provider of {@link installed} behind an id or any spelling of an identifier; the first of several with one id. */
  findInstalled(identifier: string): InstalledProvider | undefined {
    const [named] = this.#finder.installed.named(identifier);
    return named ?? this.#finder.installed.from(canonicalOf(identifier, this.options.projectFolder));
  }

  /** The ids of all installed and registered providers, sorted. */
  getAvailableProviders(): string[] {
    const registered = [...this.#entries.keys, ...this.#registered.ids].filter((key) => /^[a-z][a-z0-9-]*$/i.test(key));
    const installed = this.installed().filter(({ problem }) => !problem);
    return [...new Set([...registered, ...installed.map(({ id }) => id)])].sort();
  }

  /**
   * The provider packages of the project and those of its lock file, by an index in the home; loads no code. Looked at anew
   * after a refresh, and after something was fetched.
   */
  installed(): readonly InstalledProvider[] {
    return this.#finder.installed.all;
  }

  /** Disposes every provider that was loaded. One that does not end, or is still being loaded, is not waited for long. */
  async close(): Promise<void> {
    this.#closed = true;
    const { all } = this.#entries;
    this.#entries.clear();
    this.#registered.clear();
    this.options.loader.close();
    await Promise.all([...all].map(({ active }) => endProvider(active, this.options)));
    await this.#refresher?.close();
    await this.#finder.saved();
  }

  #refreshing(): ProviderRefresher {
    const { loader, clock, events } = this.options;
    const renew = (identifier: Identifier): Promise<RenewedTree | undefined> => this.#finder.renew(identifier);
    this.#refresher ??= new (loadRefresher().ProviderRefresher)({
      loader,
      clock,
      events,
      entries: this.#entries,
      renew,
    });
    return this.#refresher;
  }

  async #entryOf(identifier: string): Promise<ProviderEntry> {
    if (this.#closed) throw closedRegistry(identifier);
    const known = this.#entries.get(identifier) ?? this.#make(identifier);
    if (known) return known;
    const parsed = parseIdentifier(identifier, this.options.projectFolder);
    const tree = await this.#finder.find(parsed);
    if (!tree) throw this.#notFound(identifier);
    return this.#loadOnce(tree, parsed, identifier);
  }

  /** A class or factory that was registered runs when somebody asks for the provider, not before. */
  #make(id: string): ProviderEntry | undefined {
    const entry = this.#registered.make(id);
    if (!entry) return undefined;
    entry.active.catch(() => this.#entries.forget(entry));
    this.#entries.add(entry, [id]);
    return entry;
  }

  /** Without those that are still being loaded. */
  async #inUse(): Promise<readonly InUse[]> {
    const { instances } = this.#registered;
    const loaded = await Promise.all([...this.#entries.all].map(({ active }) => settledValue(active)));
    const known = loaded.filter((one) => one !== undefined);
    const others = instances.filter((provider) => !known.some((one) => one.provider === provider));
    return [...known, ...others.map((provider) => ({ provider }))];
  }

  #loadOnce(tree: RenewedTree, origin: Identifier, identifier: string): ProviderEntry {
    const entry = this.#entries.get(tree.folder) ?? this.#load(tree);
    this.#entries.add(entry, [tree.folder]);
    this.#entries.join(entry, origin, identifier);
    return entry;
  }

  /** Published providers call themselves otherwise than their manifest does: both names lead to them, where they are free. */
  #name(entry: ProviderEntry, folder: string, ids: ReadonlySet<string>): void {
    for (const id of ids) this.#entries.wish(entry, id, () => this.#isFree(id, folder));
  }

  /** An id is that of what is installed under it, whatever was loaded before by an identifier. */
  #isFree(id: string, folder: string): boolean {
    const named = this.#finder.installed.named(id);
    return named.every((one) => one.folder === folder || isIdentifier(one.packageName));
  }

  #load(tree: RenewedTree): ProviderEntry {
    const { folder } = tree;
    const successor = async (): Promise<Provider> => (await entry.active).provider;
    const active = this.options.loader.load(tree).then((loaded) => activate({ ...loaded, folder }, successor));
    const entry: ProviderEntry = { origins: new Map(), active };
    active.then(
      ({ provider, manifest }) => this.#name(entry, folder, new Set([provider.id, manifest?.id ?? provider.id])),
      () => this.#entries.forget(entry), // it may be mended and asked for again
    );
    return entry;
  }

  #notFound(identifier: string): MediaConduitError {
    return providerNotFound(identifier, this.getAvailableProviders(), this.installed());
  }
}
