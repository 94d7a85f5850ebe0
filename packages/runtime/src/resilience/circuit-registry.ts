import { EventEmitter } from 'node:events';
import type { Clock } from '@mediaconduit/sdk';
import type { BreakerSettings } from './breaker-settings';
import type { BreakerEvents, BreakerMetrics } from './breaker-state';
import { CircuitBreaker } from './circuit-breaker';
import { circuitHealth, type CircuitHealth } from './circuit-health';

/** What a {@link CircuitRegistry} gives to every circuit breaker. */
export interface CircuitRegistryOptions {
  readonly clock: Clock;
  /** Default `Math.random`. */
  readonly random?: () => number;
  /** For breakers that are asked without settings of their own, and what those leave out. */
  readonly settings?: Partial<BreakerSettings>;
}

/** The circuit breakers of one program, one per name. */
export class CircuitRegistry implements Disposable {
  /** What all of them tell. */
  readonly events = new EventEmitter<BreakerEvents>();
  readonly #options: CircuitRegistryOptions;
  readonly #breakers = new Map<string, CircuitBreaker>();

  constructor(options: CircuitRegistryOptions) {
    this.#options = options;
  }

  /** The one of this name; made when it is asked for first, and only then do settings count. */
  getBreaker(name: string, settings?: Partial<BreakerSettings>): CircuitBreaker {
    const known = this.#breakers.get(name);
    if (known) return known;
    const breaker = new CircuitBreaker({
      ...this.#options,
      name,
      settings: { ...this.#options.settings, ...settings },
    });
    breaker.events.on('state-changed', (change) => this.events.emit('state-changed', change));
    this.#breakers.set(name, breaker);
    return breaker;
  }

  getAllBreakers(): ReadonlyMap<string, CircuitBreaker> {
    return new Map(this.#breakers);
  }

  /** By name of the breaker. */
  getMetrics(): Readonly<Record<string, BreakerMetrics>> {
    return Object.fromEntries([...this.#breakers].map(([name, breaker]) => [name, breaker.getMetrics()]));
  }

  getSystemHealth(): CircuitHealth {
    return circuitHealth(new Map([...this.#breakers].map(([name, { state }]) => [name, state.name])));
  }

  /** Closes all, those that were opened by hand too, and counts from zero. */
  resetAll(): void {
    for (const breaker of this.#breakers.values()) breaker.reset();
  }

  /** Forgets the one of this name, because what it protected is no more. Answers whether there was one. */
  remove(name: string): boolean {
    this.#breakers.get(name)?.[Symbol.dispose]();
    return this.#breakers.delete(name);
  }

  /** Forgets all. */
  [Symbol.dispose](): void {
    for (const name of this.#breakers.keys()) this.remove(name);
    this.events.removeAllListeners();
  }
}
