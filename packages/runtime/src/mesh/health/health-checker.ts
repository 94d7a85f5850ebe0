import { EventEmitter } from 'node:events';
import { MediaConduitError, didYouMean, type Clock } from '@mediaconduit/sdk';
import { CheckLoop } from './check-loop';
import type { HealthCheck, HealthResult, HealthStatus } from './health-result';
import { systemHealth, type CheckReport, type SystemHealth } from './system-health';

/** What a health checker tells, by event name. */
export interface HealthEvents {
  'health-changed': [{ name: string; previous: HealthStatus; current: HealthStatus; result: HealthResult }];
}

/** What a health checker is made from. Times are in ms. */
export interface HealthCheckerOptions {
  readonly clock: Clock;
  /** Pause between two looks of one check. Default 30000. */
  readonly intervalMs?: number;
  /** Deadline of one look. Default 5000. */
  readonly timeoutMs?: number;
  /** Takes secrets out of what checks say. */
  readonly redact?: (result: HealthResult) => HealthResult;
}

/** Settings of one check. Times are in ms. */
export interface CheckOptions {
  /** Whether the system is only as healthy as this. Default true. */
  readonly required?: boolean;
  readonly timeoutMs?: number;
  /** `0`: only looked at when asked. */
  readonly intervalMs?: number;
}

/**
 * Looks at what it was told of, each check in a loop and with a deadline of its own, so that one that hangs holds up no
 * other. Answers come from memory: asking for health never starts a check.
 */
export class HealthChecker {
  readonly events = new EventEmitter<HealthEvents>();
  readonly #checks = new Map<string, { readonly required: boolean; readonly loop: CheckLoop }>();
  readonly #options: HealthCheckerOptions;
  #running = false;

  constructor(options: HealthCheckerOptions) {
    this.#options = options;
  }

  /** Adds a check, or replaces the one of this name. */
  registerCheck(name: string, check: HealthCheck, options: CheckOptions = {}): void {
    const { clock, intervalMs = 30_000, timeoutMs = 5000, redact = (result) => result } = this.#options;
    this.unregisterCheck(name);
    const loop = new CheckLoop(check, {
      clock,
      intervalMs: options.intervalMs ?? intervalMs,
      timeoutMs: options.timeoutMs ?? timeoutMs,
      redact,
      onChange: (previous, result) =>
        this.events.emit('health-changed', { name, previous, current: result.status, result }),
    });
    this.#checks.set(name, { required: options.required ?? true, loop });
    if (this.#running) loop.start();
  }

  /** False when there is none of this name. */
  unregisterCheck(name: string): boolean {
    this.#checks.get(name)?.loop.stop();
    return this.#checks.delete(name);
  }

  /** Begins to look, at once and then again and again. */
  start(): void {
    this.#running = true;
    for (const { loop } of this.#checks.values()) loop.start();
  }

  /** Ends all loops; what was seen last stays. */
  stop(): void {
    this.#running = false;
    for (const { loop } of this.#checks.values()) loop.stop();
  }

  /** Looks now, together with whoever looks already. @throws `MC_SERVICE_NOT_FOUND` for an unknown name. */
  async checkNow(name: string, signal?: AbortSignal): Promise<HealthResult> {
    return this.#get(name).loop.check(signal);
  }

  /** Looks at everything now. */
  async checkAll(signal?: AbortSignal): Promise<SystemHealth> {
    await Promise.all([...this.#checks.values()].map(({ loop }) => loop.check(signal)));
    return this.getSystemHealth();
  }

  /** What was seen last. @throws `MC_SERVICE_NOT_FOUND` for an unknown name. */
  getServiceHealth(name: string): CheckReport {
    const { required, loop } = this.#get(name);
    return { ...loop.latest, required };
  }

  /** Everything that was seen last; see {@link systemHealth} for how the whole is judged. */
  getSystemHealth(): SystemHealth {
    const reports = [...this.#checks.keys()].map((name): [string, CheckReport] => [name, this.getServiceHealth(name)]);
    return systemHealth(Object.fromEntries(reports));
  }

  #get(name: string): { readonly required: boolean; readonly loop: CheckLoop } {
    const found = this.#checks.get(name);
    if (found) return found;
    throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `There is no health check "${name}".`, {
      hint: didYouMean(name, this.#checks.keys()) ?? 'add it with registerCheck()',
      facts: { name },
    });
  }
}
