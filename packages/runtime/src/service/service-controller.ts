import {
  type AddressChange,
  type MediaConduitError,
  type RunningService,
  type ServiceDefinition,
  type ServiceEngine,
  type ServiceLease,
  type ServiceStats,
  type StopOptions,
} from '@mediaconduit/sdk';
import type { CallGate } from '../resilience/call-gate';
import type { CircuitBreaker } from '../resilience/circuit-breaker';
import { cancelledStart, closedError, hungError, stoppedError, toStartError } from './call-error';
import type { ControllerParts } from './controller-parts';
import { countFailedStart } from './count-failed-start';
import { EngineExits } from './engine-exits';
import { explainLoss, type LatestRun } from './explain-loss';
import { HeldDependencies } from './held-dependencies';
import { holdOpen } from './hold-open';
import { ObservedState } from './observed-state';
import type { ServiceClient } from './service-client';
import type { ServiceState } from './service-state';
import { RetiredRuns, type ServiceRun } from './retired-runs';
import { ServiceUse } from './service-use';
import { SharedTask } from './shared-task';
import { startRun } from './start-run';

/**
 * The life of one service in one runtime: started once for all who ask, watched, given up when idle.
 * The only place that knows its address.
 */
export class ServiceController {
  readonly use: ServiceUse;
  readonly dependencies = new HeldDependencies();
  #ready: ServiceRun | undefined;
  #starting: SharedTask<ServiceClient> | undefined;
  #stopping: Promise<void> | undefined;
  #breaker: CircuitBreaker | undefined;
  #watch: Disposable | undefined;
  #generation = 0;
  #closed = false;
  #latestRun: LatestRun | undefined;
  #extraEnvironment: Readonly<Record<string, string>> = {};
  readonly #listeners = new Set<(change: AddressChange) => void>();
  readonly #state: ObservedState;
  readonly #exits: EngineExits;
  readonly #retired = new RetiredRuns();

  constructor(
    readonly definition: ServiceDefinition,
    readonly parts: ControllerParts,
  ) {
    this.#state = new ObservedState(definition.id, parts.events);
    const isOurs = (id: string): boolean => id === this.#ready?.running.id;
    this.#exits = new EngineExits({
      onExit: (id, exitCode) => (isOurs(id) ? this.#lost(exitCode) : this.#retired.lost(id)),
      onLeaving: (id) => isOurs(id) && this.#retire(),
    });
    this.use = new ServiceUse(parts.clock, definition.idleStopMs, () => this.#stopWhenIdle());
  }

  get state(): ServiceState {
    return this.#state.current;
  }

  /** Grows by one with every start; 0 before the first. */
  get generation(): number {
    return this.#generation;
  }

  /** What runs now; `undefined` unless the service is ready. */
  get running(): RunningService | undefined {
    return this.#ready?.running;
  }

  /** True from the moment somebody asked for the service until it is ready or has failed. */
  get isStarting(): boolean {
    return this.#starting !== undefined;
  }

  /** Milliseconds since the service became ready; 0 while it is not. */
  get uptimeMs(): number {
    return this.#ready ? this.parts.clock.now() - this.#ready.readyAt : 0;
  }

  /** The client of the ready service, without waiting. */
  get client(): ServiceClient | undefined {
    const client = this.#ready?.client;
    if (client) this.use.touch();
    return client;
  }

  get breaker(): CircuitBreaker {
    return (this.#breaker ??= this.parts.breakerOf(this.definition));
  }

  get gate(): CallGate | undefined {
    return this.parts.gateOf?.(this.definition);
  }

  get inFlight(): number {
    return this.#ready?.client.inFlight ?? 0;
  }

  /** Variables for the next start, over those of the definition. */
  setEnvironment(environment: Readonly<Record<string, string>>): void {
    this.#extraEnvironment = { ...environment };
  }

  /**
   * Waits until the service is ready, starting it when nobody has. A caller that gives up stops waiting;
   * when all have given up, the start is undone.
   */
  async acquire(signal?: AbortSignal): Promise<ServiceClient> {
    while (this.#starting?.aborted) await this.#starting.settled(); // nobody waits for it any more: it is being undone
    if (this.#ready) return this.#ready.client;
    if (this.#closed) throw closedError(this.definition.id);
    try {
      signal?.throwIfAborted();
      this.#starting ??= new SharedTask((giveUp) => this.#start(giveUp));
      return await this.#starting.join(signal);
    } catch (error) {
      throw toStartError(error, this.definition.id, signal);
    }
  }

  /** Keeps the service from being stopped as idle until the lease is released. */
  async lease(signal?: AbortSignal): Promise<ServiceLease> {
    const release = this.use.hold();
    try {
      const { baseUrl } = await this.acquire(signal);
      return { baseUrl, release, [Symbol.asyncDispose]: async () => release() };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Called after every start; returns the function that ends it. */
  onAddress(listener: (change: AddressChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the service for this runtime. Calls under way fail with `MC_SERVICE_GONE`. */
  async stop(options: StopOptions = {}): Promise<void> {
    if (this.#starting) {
      this.#starting.abort(cancelledStart(this.definition.id));
      await this.#starting.settled();
    }
    await this.#end(stoppedError(this.definition.id), ({ engine, running }) => engine.release(running.id, options));
  }

  /** Ends the service for everybody, because it does not answer any more: the next caller starts it again. */
  async endHung(reason: string): Promise<void> {
    if (!this.#ready || this.#stopping) return;
    const error = hungError(this.definition.id, { baseUrl: this.#ready.running.baseUrl, reason });
    this.parts.events.emit('service-error', { name: this.definition.id, error });
    await this.#end(error, ({ engine, running }) => engine.stop(running.id, { graceMs: 0 }));
  }

  /** Stops for good: later calls fail with `MC_RUNTIME_CLOSED`. */
  async close(options: StopOptions = {}): Promise<void> {
    this.#closed = true;
    await this.stop(options);
    await this.#latestRun?.engine.release(this.#latestRun.id, options); // one that crashed, or could not be stopped
    this.#exits[Symbol.dispose]();
    this.#listeners.clear();
  }

  /**
   * What a call fails with whose connection was lost: the error, with how the service ended if it did. A service that
   * does not run any more is started again by the next caller.
   */
  async explain(error: MediaConduitError): Promise<MediaConduitError> {
    const [ready, latest] = [this.#ready, this.#latestRun];
    if (!latest) return error;
    const loss = await explainLoss(error, latest, this.parts.clock);
    if (loss.hasEnded && ready && this.#ready === ready) this.#lost(loss.exitCode);
    return loss.error;
  }

  /** What the engine measures; `undefined` when the service is not ready, or the engine cannot see it. */
  async stats(): Promise<ServiceStats | undefined> {
    return this.#ready?.engine.stats?.(this.#ready.running.id);
  }

  /** The last lines of output of the latest run, oldest first; empty when the service never ran here. */
  async logs(lines?: number): Promise<string[]> {
    return (await this.#latestRun?.engine.logs(this.#latestRun.id, lines)) ?? [];
  }

  async #start(signal: AbortSignal): Promise<ServiceClient> {
    const { parts, definition } = this;
    const release = holdOpen(parts.clock);
    await this.#stopping?.catch(() => undefined); // who asked for the stop was told
    const startedAt = parts.clock.now();
    this.#state.become({ name: 'creating' });
    try {
      parts.onFirstStart();
      const order = { definition, parts, environment: this.#extraEnvironment, exits: this.#exits };
      const onStarting = ({ name }: ServiceEngine): void => this.#state.become({ name: 'starting', engine: name });
      const onReady = (run: ServiceRun): void => this.#becomeReady(run, startedAt);
      return await startRun({ ...order, dependencies: this.dependencies, onReady, onStarting }, signal);
    } catch (thrown) {
      this.dependencies.free();
      throw countFailedStart(this.breaker, this.#failed(thrown, signal));
    } finally {
      this.#starting = undefined;
      release[Symbol.dispose]();
    }
  }

  #becomeReady(run: ServiceRun, startedAt: number): void {
    const { engine, readyAt, running } = run;
    this.#ready = run;
    this.#latestRun = { engine, id: running.id };
    this.#generation++;
    this.#state.become({ name: 'ready', engine: engine.name, since: readyAt });
    this.use.touch();
    if (engine.name !== 'remote') this.#watch = this.parts.watch?.(this); // else another does who can start it again
    this.#announce(running, readyAt - startedAt);
  }

  #announce(running: RunningService, durationMs: number): void {
    const { engine, baseUrl, adopted } = running;
    const [name, generation] = [this.definition.id, this.#generation];
    this.parts.events.emit('service-started', { name, engine, baseUrl, generation, adopted, durationMs });
    for (const listener of this.#listeners) listener({ baseUrl, generation });
  }

  #failed(thrown: unknown, signal?: AbortSignal): MediaConduitError {
    const error = toStartError(thrown, this.definition.id, signal);
    this.#state.become(signal?.aborted ? { name: 'absent' } : { name: 'failed', error });
    this.parts.events.emit('service-error', { name: this.definition.id, error });
    return error;
  }

  /** The service ended by itself: whoever asks next starts it again. */
  #lost(exitCode: number | undefined): void {
    const { client } = this.#leave() as ServiceRun;
    this.dependencies.free();
    this.#state.become({ name: 'absent' });
    this.parts.events.emit('service-exited', { name: this.definition.id, exitCode });
    void client.destroy();
  }

  /** Another run takes its place: the next caller gets to know it. */
  #retire(): void {
    this.#retired.add(this.#leave() as ServiceRun);
    this.#state.become({ name: 'absent' });
  }

  #leave(): ServiceRun | undefined {
    const ready = this.#ready;
    this.#ready = undefined;
    this.use.stop();
    this.#watch?.[Symbol.dispose]();
    return ready;
  }

  /** One end for all who ask for it. Calls under way fail with the reason. */
  async #end(reason: MediaConduitError, remove: (ready: ServiceRun) => Promise<void>): Promise<void> {
    this.#stopping ??= this.#endNow(reason, remove).finally(() => (this.#stopping = undefined));
    await this.#stopping;
  }

  async #endNow(reason: MediaConduitError, remove: (ready: ServiceRun) => Promise<void>): Promise<void> {
    const ready = this.#leave();
    if (!ready) return this.#retired.end(reason);
    const release = holdOpen(this.parts.clock);
    this.#state.become({ name: 'stopping' });
    try {
      await Promise.all([ready.client.destroy(reason), this.#retired.end(reason)]);
      await remove(ready);
    } catch (thrown) {
      throw this.#failed(thrown);
    } finally {
      this.dependencies.free();
      release[Symbol.dispose]();
    }
    this.#state.become({ name: 'absent' });
    this.parts.events.emit('service-stopped', { name: this.definition.id });
  }

  /** @returns whether the service was in use, so that the timer asks again later. */
  #stopWhenIdle(): boolean {
    if (this.inFlight === 0) void this.stop().catch(() => undefined); // told as an event
    return this.inFlight > 0;
  }
}
