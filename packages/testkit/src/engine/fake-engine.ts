import {
  anySignal,
  isMediaConduitError,
  MediaConduitError,
  SYSTEM_CLOCK,
  type Clock,
  type EngineAvailability,
  type EngineEvent,
  type EngineName,
  type EngineRefusal,
  type EnsureOptions,
  type RunningService,
  type ServiceDefinition,
  type ServiceEngine,
  type ServiceInspection,
  type ServiceStats,
  type StopOptions,
} from '@mediaconduit/sdk';
import { FakeProgram, type FakeServe } from './fake-program';
import { FakeWorld, type FakeService } from './fake-world';

/** Services without `serve` get ports from here on; nothing listens there. */
const FIRST_PORT = 49_152;

const IDLE: ServiceStats = Object.freeze({
  cpuPercent: 0,
  memoryBytes: 16 * 1024 ** 2,
  memoryLimitBytes: 1024 ** 3,
  network: Object.freeze({ rxBytes: 0, txBytes: 0 }),
  pids: 1,
});

/** How a fake engine behaves; without options every start succeeds at once. */
export interface FakeEngineOptions {
  /** Default `process`. */
  readonly name?: EngineName;
  /** Time of start delays and of the grace of a stop. Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Time that every start takes, in ms. Default 0. */
  readonly startDelayMs?: number;
  readonly availability?: EngineAvailability;
  /** What `ensure` rejects with for this definition, after the delay; `undefined` lets it succeed. */
  readonly fail?: (definition: ServiceDefinition) => Error | undefined;
  /** Exit code of services that end as soon as they have started. */
  readonly exitAtOnce?: number;
  /** What every service uses while it runs. Default: some memory of 1 GiB, and no processor time. */
  readonly stats?: ServiceStats;
  /** Makes services really answer, in our own process. */
  readonly serve?: FakeServe;
  /** Shares the services with other engines of the same world. Default: a world of its own. */
  readonly world?: FakeWorld;
}

/** A {@link ServiceEngine} that runs nothing, with a side door for tests. */
export interface FakeEngine extends ServiceEngine {
  /** Every call as `method id`, oldest first. */
  readonly calls: readonly string[];
  /** Ends a running service as if it had crashed; default exit code 1. */
  crash(serviceId: string, exitCode?: number): void;
  /** Adds a line of output to a running service. */
  print(serviceId: string, line: string): void;
}

/** An engine for tests of what stands above engines. */
export function createFakeEngine(options: FakeEngineOptions = {}): FakeEngine {
  return new ScriptedEngine(options);
}

class ScriptedEngine implements FakeEngine {
  readonly name: EngineName;
  readonly calls: string[] = [];
  readonly #options: FakeEngineOptions;
  readonly #clock: Clock;
  readonly #world: FakeWorld;
  readonly #starting = new Map<string, Promise<FakeService>>();
  readonly #unsubscribes = new Set<() => void>();
  #closed = false;

  constructor(options: FakeEngineOptions) {
    this.#options = options;
    this.name = options.name ?? 'process';
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#world = options.world ?? new FakeWorld();
  }

  async availability(): Promise<EngineAvailability> {
    return this.#options.availability ?? { available: true, version: 'fake' };
  }

  refusal(definition: ServiceDefinition): EngineRefusal | undefined {
    const block = { docker: definition.docker, process: definition.process, remote: definition.url }[this.name];
    return block === undefined ? { reason: `no ${this.name} block` } : undefined;
  }

  async ensure(definition: ServiceDefinition, { environment = {}, signal }: EnsureOptions): Promise<RunningService> {
    this.calls.push(`ensure ${definition.id}`);
    if (this.#closed) throw new MediaConduitError('MC_RUNTIME_CLOSED', 'The fake engine is closed.');
    throwIfAborted(signal);
    const key = JSON.stringify([definition, environment]);
    const known = [...this.#world.services.values()].find((service) => service.key === key && isRunning(service));
    if (known) return this.#use(known, true);
    const start = this.#starting.get(key) ?? this.#start(key, definition, { environment, signal });
    this.#starting.set(key, start);
    try {
      return this.#use(await start, false);
    } finally {
      this.#starting.delete(key);
    }
  }

  async inspect(id: string): Promise<ServiceInspection | undefined> {
    const service = this.#world.services.get(id);
    return service && this.#world.inspect(service, this.name);
  }

  async list(): Promise<ServiceInspection[]> {
    return [...this.#world.services.values()].map((service) => this.#world.inspect(service, this.name));
  }

  async release(id: string, options?: StopOptions): Promise<void> {
    const service = this.#world.services.get(id);
    service?.users.delete(this);
    if (service?.users.size === 0) await this.stop(id, options);
  }

  async stop(id: string, { graceMs = 10_000, signal }: StopOptions = {}): Promise<void> {
    this.calls.push(`stop ${id}`);
    const service = this.#world.services.get(id);
    if (!service) return;
    service.program.terminate();
    if (isRunning(service)) await this.#untilExit(service, graceMs, signal);
    this.#world.services.delete(id);
  }

  async logs(id: string, tail: number = 50): Promise<string[]> {
    const lines = this.#world.services.get(id)?.program.lines ?? [];
    return lines.slice(Math.max(0, lines.length - tail)).map(printable);
  }

  async stats(id: string): Promise<ServiceStats | undefined> {
    const service = this.#world.services.get(id);
    return service && isRunning(service) ? (this.#options.stats ?? IDLE) : undefined;
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    const unsubscribe = this.#world.subscribe(listener);
    this.#unsubscribes.add(unsubscribe);
    return unsubscribe;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#starting.values());
    const used = [...this.#world.services.values()].filter((service) => service.users.has(this));
    await Promise.all(used.map((service) => this.release(service.id)));
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
  }

  closeSync(): void {
    this.#closed = true;
    for (const service of this.#world.services.values()) {
      if (service.users.has(this)) service.program.exit(137);
    }
  }

  crash(serviceId: string, exitCode = 1): void {
    this.#running(serviceId)?.program.exit(exitCode);
  }

  print(serviceId: string, line: string): void {
    this.#running(serviceId)?.program.lines.push(line);
  }

  #running(serviceId: string): FakeService | undefined {
    return [...this.#world.services.values()].find(
      (service) => service.definition.id === serviceId && isRunning(service),
    );
  }

  async #start(
    key: string,
    definition: ServiceDefinition,
    { environment = {}, signal }: EnsureOptions,
  ): Promise<FakeService> {
    await this.#delay(signal);
    throwIfAborted(signal);
    const failure = this.#options.fail?.(definition);
    if (failure) throw failure;
    const number = this.#world.nextNumber();
    const id = `fake:${number}`;
    const exited = (exitCode: number): void =>
      this.#world.emit({ type: 'exited', id, serviceId: definition.id, exitCode });
    const program = new FakeProgram({ definition, environment, serve: this.#options.serve, onExit: exited });
    const port = (await program.start()) ?? FIRST_PORT + number;
    const service: FakeService = { id, key, definition, program, port, users: new Set() };
    this.#forgetExited(key);
    this.#world.services.set(id, service);
    this.#world.emit({ type: 'started', id, serviceId: definition.id });
    if (this.#options.exitAtOnce !== undefined) program.exit(this.#options.exitAtOnce);
    return service;
  }

  #forgetExited(key: string): void {
    for (const [id, service] of this.#world.services) {
      if (service.key === key && !isRunning(service)) this.#world.services.delete(id);
    }
  }

  #use(service: FakeService, adopted: boolean): RunningService {
    service.users.add(this);
    const { definition, id, port } = service;
    const address = { host: '127.0.0.1', port };
    return { id, serviceId: definition.id, engine: this.name, baseUrl: `http://127.0.0.1:${port}`, address, adopted };
  }

  async #delay(signal: AbortSignal): Promise<void> {
    const { startDelayMs = 0 } = this.#options;
    if (startDelayMs > 0) await this.#wait(startDelayMs, signal);
    else await Promise.resolve();
  }

  async #untilExit(service: FakeService, graceMs: number, signal: AbortSignal | undefined): Promise<void> {
    let unsubscribe = (): void => undefined;
    const exited = new Promise<void>((resolve) => {
      unsubscribe = this.#world.subscribe((event) => event.id === service.id && event.type === 'exited' && resolve());
    });
    const waited = new AbortController();
    const patience = anySignal([waited.signal, ...(signal ? [signal] : [])]);
    await Promise.race([exited, this.#wait(graceMs, patience)]);
    waited.abort();
    unsubscribe();
    service.program.exit(137);
  }

  /** Until the time is over or the signal aborts. */
  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let end = (): void => undefined;
    const aborted = new Promise<void>((resolve) => (end = resolve));
    signal.addEventListener('abort', end, { once: true });
    const timer = this.#clock.setTimeout(end, ms);
    await aborted;
    this.#clock.clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

function isRunning(service: FakeService): boolean {
  return service.program.exitCode === undefined;
}

function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (isMediaConduitError(signal.reason)) throw signal.reason;
  throw new MediaConduitError('MC_CALL_ABORTED', 'The start was cancelled.', { cause: signal.reason });
}

/** Real engines escape what could act on a terminal; so does this one. */
function printable(line: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
