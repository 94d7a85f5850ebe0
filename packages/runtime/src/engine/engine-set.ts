import type { EngineName, ServiceDefinition, ServiceEngine } from '@mediaconduit/sdk';

/** Makes one engine; called at most once, when the engine is first asked for. */
export type EngineFactory = () => ServiceEngine | Promise<ServiceEngine>;

/** The engines of one runtime. Each is loaded when it is first needed: Docker's client alone costs 80 ms. */
export class EngineSet {
  readonly #made = new Map<EngineName, Promise<ServiceEngine>>();
  readonly #ready = new Set<ServiceEngine>();
  #expected: readonly ServiceDefinition[] = [];

  constructor(private readonly factories: Readonly<Partial<Record<EngineName, EngineFactory>>>) {}

  /** Every engine this runtime could use, loaded or not. */
  get names(): EngineName[] {
    return Object.keys(this.factories) as EngineName[];
  }

  /** `undefined` when the runtime has no such engine. */
  async get(name: EngineName): Promise<ServiceEngine | undefined> {
    const factory = this.factories[name];
    if (!factory) return undefined;
    const known = this.#made.get(name) ?? this.#make(factory);
    this.#made.set(name, known);
    return known;
  }

  /** See `ServiceEngine.expect`; also for engines that are loaded later. */
  expect(definitions: readonly ServiceDefinition[]): void {
    this.#expected = definitions;
    for (const engine of this.#ready) engine.expect?.(definitions);
  }

  async #make(factory: EngineFactory): Promise<ServiceEngine> {
    const engine = await factory();
    engine.expect?.(this.#expected);
    this.#ready.add(engine);
    return engine;
  }

  /** Loads and answers all of them. */
  async all(): Promise<ServiceEngine[]> {
    const engines = await Promise.all(this.names.map((name) => this.get(name)));
    return engines.filter((engine) => engine !== undefined);
  }

  /** See `ServiceEngine.forgetAddress`. */
  async forgetAddress(serviceId: string): Promise<void> {
    await Promise.all([...this.#ready].map(async (engine) => engine.forgetAddress?.(serviceId)));
  }

  /** Closes those that were loaded; every one is tried before the first failure is thrown. */
  async close(): Promise<void> {
    const results = await Promise.allSettled([...this.#made.values()].map(async (engine) => (await engine).close()));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  /** For an `exit` handler: no promise will be awaited. */
  closeSync(): void {
    for (const engine of this.#ready) engine.closeSync();
  }
}
