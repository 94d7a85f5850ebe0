import { messageOf, MediaConduitError, type Clock, type RunningService } from '@mediaconduit/sdk';
import type { RuntimeEmitter, RuntimeEvents } from '../runtime-events';
import { pause } from '../service/readiness-probe';
import type { ServiceController } from '../service/service-controller';
import { endOfError } from './crash-report';
import type { Unit, UnitEnd, UnitHealth, UnitStartOptions } from './unit';
import { within } from './within';

/** How often a service that is to end is asked whether it still answers calls, in ms. */
const DRAIN_LOOK_MS = 20;

/** How long the engine may take to tell how a service ended, in ms. */
const EXPLAIN_TIMEOUT_MS = 1000;

/** A unit that is a service. */
export interface ServiceUnit extends Unit {
  /** Where it runs; `undefined` unless it is ready. */
  readonly running: RunningService | undefined;
  /** Aborted when what ran does not run any more, whoever ended it. */
  readonly gone: AbortSignal;
}

/** One generation of a service for a supervisor. The controller must be its own: it is closed with the unit. */
export function createServiceUnit(controller: ServiceController): ServiceUnit {
  return new ControlledService(controller);
}

class ControlledService implements ServiceUnit {
  readonly #controller: ServiceController;
  readonly #clock: Clock;
  readonly #ended = new Set<(end: UnitEnd) => void>();
  readonly #gone = new AbortController();
  #forget = (): void => undefined;
  #ready = false;

  constructor(controller: ServiceController) {
    this.#controller = controller;
    this.#clock = controller.parts.clock;
  }

  get running(): RunningService | undefined {
    return this.#controller.running;
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  async start({ signal, onCreated, onProgress }: UnitStartOptions): Promise<void> {
    this.#forget = this.#listen({
      'service-state-changed': () => {
        if (this.#controller.state.name === 'starting') onCreated();
        if (this.#controller.state.name === 'stopping' && this.#left()) this.#tellIdle();
      },
      'service-progress': ({ message }) => this.#controller.isStarting && onProgress(message),
      'service-exited': ({ exitCode }) => this.#left() && this.#crashed(exitCode),
    });
    try {
      await this.#controller.acquire(signal);
      this.#ready = true;
    } catch (thrown) {
      await this.#close({});
      throw thrown;
    }
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#ready = false;
    await this.#close({ graceMs });
  }

  /** A full HTTP exchange: an open port proves nothing. */
  async check(signal: AbortSignal): Promise<UnitHealth> {
    const { definition, parts, running } = this.#controller;
    if (!running && this.#ready) return { verdict: 'unhealthy', reason: 'it does not run any more' };
    if (!running) return { verdict: 'unknown', reason: 'it is not ready' };
    const result = await parts.probe(running.baseUrl, definition.readiness.path, signal);
    if (result.verdict === 'ready') return { verdict: 'healthy' };
    return this.#isEngineThere(result.reason);
  }

  /** Programs that lease it call it themselves: they have ended their calls when they give it back. */
  async drain(signal: AbortSignal): Promise<void> {
    const { use } = this.#controller;
    while (!signal.aborted && (use.isLeased || this.#controller.inFlight > 0)) {
      await pause(this.#clock, DRAIN_LOOK_MS, signal).catch(() => undefined); // it is to end now
    }
  }

  hold(): () => void {
    return this.#controller.use.hold();
  }

  onEnded(listener: (end: UnitEnd) => void): () => void {
    this.#ended.add(listener);
    return () => this.#ended.delete(listener);
  }

  logs(lines: number): Promise<string[]> {
    return this.#controller.logs(lines);
  }

  /** A service that does not answer may have ended, which is told apart; without its engine nobody knows. */
  async #isEngineThere(reason: string): Promise<UnitHealth> {
    try {
      const { running } = this.#controller;
      await this.#controller.explain(new MediaConduitError('MC_SERVICE_GONE', reason));
      if (this.#controller.running === running) return { verdict: 'unhealthy', reason };
      return { verdict: 'unknown', reason: 'it has ended' };
    } catch (thrown) {
      return { verdict: 'unknown', reason: `the engine does not answer: ${messageOf(thrown)}` };
    }
  }

  /** Whether it was ready and is not any more, although nobody asked for that. */
  #left(): boolean {
    const left = this.#ready && this.#controller.running === undefined;
    if (left) this.#ready = false;
    return left;
  }

  #crashed(exitCode: number | undefined): void {
    this.#gone.abort();
    void this.#tellEnd(exitCode);
  }

  /** Tells how it ended, with what the engine still knows of it. */
  async #tellEnd(exitCode: number | undefined): Promise<void> {
    const { definition } = this.#controller;
    const gone = new MediaConduitError('MC_SERVICE_GONE', `"${definition.id}" ended.`, { facts: { exitCode } });
    const explain = (): Promise<MediaConduitError> => this.#controller.explain(gone);
    const explained = within(this.#clock, EXPLAIN_TIMEOUT_MS, explain, `the look at "${definition.id}"`);
    const end = endOfError(await explained.catch(() => gone));
    this.#tell({ ...end, exitCode: end.exitCode ?? exitCode });
  }

  /** When its idle stop begins: whoever is told stops it too, and again when that fails. */
  #tellIdle(): void {
    this.#tell({ logs: [], idle: true });
  }

  #tell(end: UnitEnd): void {
    for (const listener of [...this.#ended]) listener(end);
  }

  async #close(options: { readonly graceMs?: number }): Promise<void> {
    await this.#controller.close(options);
    this.#forget();
    this.#gone.abort();
  }

  /** Hears what the runtime tells of services of this id; two generations have the same one. */
  #listen(on: { [K in keyof RuntimeEvents]?: (payload: RuntimeEvents[K][0]) => unknown }): () => void {
    const { definition, parts } = this.#controller;
    const emitter: RuntimeEmitter = parts.events;
    const listeners = Object.entries(on).map(([event, listener]) => {
      const own = (payload: { readonly name: string }): void => {
        if (payload.name === definition.id) (listener as (payload: object) => unknown)(payload);
      };
      return { event: event as 'service-stopped', own };
    });
    for (const { event, own } of listeners) emitter.on(event, own);
    return () => {
      for (const { event, own } of listeners) emitter.off(event, own);
    };
  }
}
