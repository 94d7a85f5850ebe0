import { isMediaConduitError, MediaConduitError, toMediaConduitError, type Clock } from '@mediaconduit/sdk';
import { callWithin } from '../resilience/call-within';
import { pause } from '../resilience/pause';
import type { Unit, UnitHealth, UnitStartOptions } from '../supervisor/unit';
import type { ClaraService, ServiceContext } from './clara-service';
import { look, type HealthCheck } from './look';
import type { ServiceTiming } from './manager-config';
import type { ServiceRecord } from './service-record';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;

/** What a unit over an object of the program is made of. */
export interface ObjectUnitOptions {
  readonly record: ServiceRecord;
  /** Gives the object with the functions; called at each start. */
  readonly open: () => ClaraService;
  readonly clock: Clock;
  readonly timing: ServiceTiming;
}

/** A service that is an object of this program with `start`, `stop` and `healthCheck`, each of them optional. */
export class ObjectUnit implements Unit {
  #object: ClaraService = {};
  #instance: unknown = null;
  /** Whether its start came to a good end, so that it has to be stopped. */
  #ran = false;
  #abandoned = false;
  #reason = 'its start has not come to an end';

  constructor(private readonly options: ObjectUnitOptions) {}

  async start({ signal, onCreated }: UnitStartOptions): Promise<void> {
    const { timing, ...call } = this.#call;
    try {
      const work = (deadline: AbortSignal): Promise<void> => this.#start(deadline, onCreated);
      await callWithin(work, { ...call, signal, timeoutMs: timing.startupMs });
    } catch (thrown) {
      this.#abandoned = true;
      const error = this.#startError(thrown);
      await this.stop({ graceMs: timing.shutdownMs }).catch(() => undefined); // why it did not start says more
      throw error;
    }
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    if (!this.#ran) return;
    const { name, clock } = this.#call;
    await callWithin(() => this.#stop(), { name, clock, timeoutMs: graceMs });
    this.#ran = false;
    this.options.record.instance = null;
  }

  async check(signal: AbortSignal): Promise<UnitHealth> {
    const check = this.#healthCheck;
    const { record } = this.options;
    const { timing, ...call } = this.#call;
    if (!check) return { verdict: 'healthy' };
    const health = await look(() => check(record.knownUrl), {
      ...{ ...call, signal, timeoutMs: timing.liveness.timeoutMs },
    });
    record.lastHealthCheck = Date.now();
    return health;
  }

  onEnded(): () => void {
    return () => undefined; // an object does not end by itself: its checks tell
  }

  async logs(): Promise<string[]> {
    return [];
  }

  get #call(): { readonly name: string; readonly clock: Clock; readonly timing: ServiceTiming } {
    const { record, clock, timing } = this.options;
    return { name: record.name, clock, timing };
  }

  get #context(): ServiceContext {
    const { name, definition } = this.options.record;
    return { name, definition, instance: this.#instance };
  }

  get #healthCheck(): HealthCheck | undefined {
    const own = methodOf(this.#instance, 'healthCheck');
    return own ?? (this.#object.healthCheck && ((url) => this.#object.healthCheck?.(url)));
  }

  async #start(signal: AbortSignal, onCreated: () => void): Promise<void> {
    const { record, open } = this.options;
    this.#object = open();
    const own = this.#object.customStart !== undefined;
    const started = await (own ? this.#object.customStart?.(this.#context) : this.#object.start?.());
    this.#instance = started ?? null;
    this.#ran = true;
    this.#reason = 'its health check has not answered';
    if (this.#abandoned) return this.#stop(); // too late
    record.instance = this.#instance;
    onCreated();
    await this.#untilHealthy(signal);
  }

  async #untilHealthy(signal: AbortSignal): Promise<void> {
    const { name, clock } = this.#call;
    for (let waitMs = FIRST_PAUSE_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_PAUSE_MS)) {
      const health = await this.check(signal);
      if (health.verdict === 'healthy') return;
      this.#reason = health.reason;
      await pause(waitMs, { name, clock, signal });
    }
  }

  async #stop(): Promise<void> {
    const ofInstance = methodOf(this.#instance, 'stop');
    if (this.#object.customStop) await this.#object.customStop(this.#context);
    else if (this.#object.stop) await this.#object.stop();
    else await ofInstance?.();
  }

  #startError(thrown: unknown): MediaConduitError {
    const { name, timing } = this.#call;
    const facts = { name };
    if (isMediaConduitError(thrown, 'MC_CALL_TIMEOUT')) {
      const waited = `"${name}" was not ready after ${timing.startupMs} ms: ${this.#reason}.`;
      const hint = 'look at its start and healthCheck, or raise startupTimeout';
      return new MediaConduitError('MC_SERVICE_START_TIMEOUT', waited, { hint, facts, cause: thrown });
    }
    return toMediaConduitError(thrown, 'MC_SERVICE_START_FAILED', {
      hint: 'mend what its start function needs',
      facts,
    });
  }
}

function methodOf(value: unknown, name: 'healthCheck' | 'stop'): (() => unknown) | undefined {
  if (typeof value !== 'object' || value === null || !(name in value)) return undefined;
  const method = (value as Readonly<Record<string, unknown>>)[name];
  return typeof method === 'function' ? () => method.call(value) as unknown : undefined;
}
