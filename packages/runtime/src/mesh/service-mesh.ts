import type { EventEmitter } from 'node:events';
import { anySignal, MediaConduitError } from '@mediaconduit/sdk';
import type { CircuitBreaker } from '../resilience/circuit-breaker';
import type { CallLimit } from '../resilience/call-within';
import type { CircuitRegistry } from '../resilience/circuit-registry';
import type { UnitStateName } from '../supervisor/unit-state';
import { lifecycleOf, type ComponentDefinition, type ComponentSettings, type ComponentSource } from './component';
import { ComponentRegistry } from './component-registry';
import type { HealthChecker } from './health/health-checker';
import type { PooledInstance } from './instance-pool';
import type { MeshEvents } from './mesh-events';
import type { MeshStartReport } from './mesh-host';
import { MeshInstances, type InstanceOptions } from './mesh-instances';
import type { MeshParts } from './mesh-parts';
import { MeshScope, type Scope } from './mesh-scope';
import type { MeshStartup } from './mesh-startup';
import type { ComponentStatus, MeshMode, MeshStatus } from './mesh-status';
import { notStartedError, RunningComponents } from './running-components';

/** What a class may ask for: anything at all in a mesh that does not know the types of its components. */
type ClassNeeds<S, D extends keyof S> = string extends keyof S ? never : Pick<S, D>;

interface RunningStart {
  readonly done: Promise<MeshStartReport>;
  /** Gives it up. */
  readonly ending: AbortController;
}

/** States in which a look at a component says something new. */
const LOOKED_AT: ReadonlySet<UnitStateName> = new Set(['ready', 'degraded', 'backoff', 'failed']);

/**
 * The components of one program: made in the order of what they need, watched, restarted, shut down in reverse.
 * `S` tells the types of components by name, for `resolve` and for dependencies.
 */
export class ServiceMesh<S extends object = Record<string, unknown>> implements AsyncDisposable {
  readonly events: EventEmitter<MeshEvents>;
  readonly health: HealthChecker;
  readonly circuits: CircuitRegistry;
  readonly #parts: MeshParts;
  readonly #registry = new ComponentRegistry();
  readonly #running: RunningComponents;
  readonly #startup: MeshStartup;
  readonly #instances: MeshInstances;
  #mode: MeshMode = 'stopped';
  #starting: RunningStart | undefined;

  constructor(parts: MeshParts) {
    this.#parts = parts;
    this.events = parts.events;
    this.health = parts.health;
    this.circuits = parts.circuits;
    this.#running = new RunningComponents(parts, this.#registry);
    this.#startup = this.#running.startup;
    this.#instances = new MeshInstances(parts.health, (name) => this.#running.main(name));
    this.events.on('service-state-changed', ({ name, state }) => {
      if (LOOKED_AT.has(state.name)) void this.health.checkNow(name);
    });
  }

  /**
   * Adds a component; one that is added while the mesh runs is started by the next {@link start}.
   * @throws `MC_USAGE` when the name is taken.
   */
  register<K extends keyof S & string, D extends keyof S & string = never>(
    definition: ComponentSettings<S[K]> & {
      readonly name: K;
      readonly dependencies?: readonly D[];
    } & ComponentSource<S[K], Pick<S, D>, ClassNeeds<S, D>>,
  ): this {
    // inside the mesh the types of instances are not known; by name they are what the definition says
    const known = definition as unknown as ComponentDefinition;
    this.#registry.add(known);
    if (lifecycleOf(known) === 'singleton') this.#running.watch(known);
    return this;
  }

  /** Whether a component of this name was registered. */
  has(name: string): boolean {
    return this.#registry.has(name);
  }

  /**
   * Starts all singletons, as parallel as their dependencies allow. An optional one that fails degrades the system.
   * @throws `MC_STACK_START_FAILED` when a required one fails, `MC_SERVICE_START_TIMEOUT`, `MC_CALL_ABORTED`
   *   at the signal or by `stop`; what this start began is undone then, and what ran before runs on unless it was `stop`.
   */
  start(options: { readonly signal?: AbortSignal } = {}): Promise<MeshStartReport> {
    this.#starting ??= this.#begin(options.signal);
    return this.#starting.done;
  }

  /**
   * Gives up a start, a restart or a change of configuration under way, and shuts all singletons down, those first that
   * others do not need.
   * @throws what one could not be shut down by; all others are.
   */
  async stop(): Promise<void> {
    this.#starting?.ending.abort();
    await this.#starting?.done.catch(() => undefined);
    this.health.stop();
    this.#mode = 'stopped';
    await this.#startup.end();
  }

  /** Makes a singleton anew, together with what depends on it. @throws `MC_SERVICE_NOT_STARTED` while the mesh does not run. */
  async restart(name: string): Promise<void> {
    this.#registry.get(name);
    const { host } = this.#startup;
    if (!host) throw notStartedError(name);
    await host.restart(name);
    await this.health.checkNow(name);
  }

  /** Takes a changed configuration over: makes those components anew whose section changed. Rejects when one does not get ready. */
  async configure(): Promise<void> {
    if (this.#mode === 'mesh' || this.#mode === 'legacy') await this.#startup.host?.update();
  }

  /**
   * A singleton that runs, or a new instance of a transient, which the caller shuts down.
   * @throws `MC_USAGE` for what only a scope can end: a scoped one, and a transient that needs others than singletons; `MC_SERVICE_NOT_FOUND`, `MC_SERVICE_NOT_STARTED`, `MC_DEPENDENCY_FAILED`.
   */
  resolve<K extends keyof S & string>(name: K): Promise<S[K]>;
  resolve<T>(name: string): Promise<T>;
  async resolve<T>(name: string): Promise<T> {
    const lifecycle = lifecycleOf(this.#registry.get(name));
    if (lifecycle === 'singleton') return this.#running.singleton(name) as T; // what the caller says it is
    if (lifecycle === 'scoped') throw needsScopeError(name, 'is scoped');
    const [unshared] = this.#registry.unsharedBehind(name);
    if (unshared !== undefined) throw needsScopeError(name, `needs "${unshared}", which is no singleton`);
    return this.createScope().resolve<T>(name);
  }

  /** A scope of its own, with its own instance of everything scoped. */
  createScope(): Scope<S> {
    return new MeshScope(this.#running.surroundings, this.#parts.clock);
  }

  /** Takes in an object that lives already, beside what the mesh runs under the name. Resolves to its id. */
  addInstance<K extends keyof S & string>(name: K, instance: S[K], options?: InstanceOptions): Promise<string> {
    return this.#instances.add(this.#registry.get(name), instance, options);
  }

  /** Gives the object no calls any more. False when there is none of this id. */
  removeInstance(name: string, id: string): boolean {
    return this.#instances.remove(name, id);
  }

  /** All instances of a name, or only those that get calls. */
  getInstances(name: string, options?: { readonly healthyOnly?: boolean }): readonly PooledInstance[] {
    return this.#instances.pool(this.#registry.get(name).name).instances(options);
  }

  /**
   * Calls the next healthy instance in turn, through the circuit breaker of that instance.
   * @throws `MC_DEPENDENCY_FAILED` when no instance can take it, `MC_CIRCUIT_OPEN`, and whatever the work throws.
   */
  async call<K extends keyof S & string, T>(
    name: K,
    work: (instance: S[K], signal: AbortSignal) => Promise<T>,
    limit: CallLimit = {},
  ): Promise<T> {
    const pool = this.#instances.pool(this.#registry.get(name).name);
    const several = pool.instances({ healthyOnly: true }).length > 1;
    const { id, instance } = pool.next((candidate) => !several || !this.#isOpen(name, candidate.id));
    return this.#breaker(name, id).execute((signal) => work(instance as S[K], signal), limit);
  }

  /** Everything that is known, from memory. Secrets are hidden by name and by value. */
  getStatus(): MeshStatus {
    const { redact, config } = this.#parts;
    const services = this.#registry.all().map((definition) => [definition.name, this.#statusOf(definition)]);
    return redact({
      mode: this.#mode,
      legacyReason: this.#startup.legacyReason,
      services: Object.fromEntries(services) as Record<string, ComponentStatus>,
      health: this.health.getSystemHealth(),
      circuits: this.circuits.getMetrics(),
      config: config(),
    });
  }

  /** Stops everything for good. @throws as `stop`; all is let go of nevertheless. */
  async close(): Promise<void> {
    try {
      await this.stop();
    } finally {
      this.circuits[Symbol.dispose]();
      this.events.removeAllListeners();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #begin(signal?: AbortSignal): RunningStart {
    const ending = new AbortController();
    const either = signal ? anySignal([signal, ending.signal]) : ending.signal;
    const done = this.#start(either)
      .catch((error: unknown) => {
        throw ending.signal.aborted ? stoppedError(error) : error;
      })
      .finally(() => (this.#starting = undefined));
    return { done, ending };
  }

  async #start(signal: AbortSignal): Promise<MeshStartReport> {
    const isFirst = this.#startup.host === undefined;
    if (isFirst) this.#mode = 'starting';
    try {
      const report = await this.#startup.start(signal);
      this.#mode = this.#startup.legacyReason === undefined ? 'mesh' : 'legacy';
      const names = this.#registry.singletons().map((definition) => {
        if (isFirst) this.#running.watch(definition);
        return definition.name;
      });
      await Promise.all(names.map((name) => this.health.checkNow(name, signal)));
      this.health.start();
      return report;
    } catch (error) {
      if (isFirst) this.#mode = 'stopped';
      throw error;
    }
  }

  #breaker(name: string, id: string): CircuitBreaker {
    return this.circuits.getBreaker(id === name ? name : `${name}#${id}`);
  }

  #isOpen(name: string, id: string): boolean {
    const { state, nextProbeMs = Infinity } = this.#breaker(name, id).getMetrics();
    return state !== 'closed' && nextProbeMs > 0;
  }

  #statusOf(definition: ComponentDefinition): ComponentStatus {
    const { name, required = true, dependencies = [] } = definition;
    const lifecycle = lifecycleOf(definition);
    const pool = this.#instances.pool(name);
    const state = this.#startup.host?.state(name) ?? { state: 'absent', restarts: 0, uptimeMs: 0 };
    const dependents = this.#registry.all().filter((other) => other.dependencies?.includes(name));
    return {
      ...state,
      lifecycle,
      required,
      dependencies,
      dependents: dependents.map((other) => other.name),
      health:
        lifecycle === 'singleton' && !this.#running.main(name)
          ? this.health.getServiceHealth(name).status
          : pool.status,
      instances: pool.instances().map(({ id, status }) => ({ id, status })),
    };
  }
}

function stoppedError(cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_CALL_ABORTED', 'The mesh was stopped while it was being started.', {
    hint: 'start it again if it is still wanted',
    cause,
  });
}

function needsScopeError(name: string, why: string): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `"${name}" ${why}, and was asked of the mesh itself.`, {
    hint: 'make a scope with createScope() and resolve it there: its end shuts down all that was made for it',
    facts: { name },
  });
}
