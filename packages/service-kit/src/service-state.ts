import type { ServiceIdentity } from './openapi-document';

/** How far a service is, with what stopped it from getting ready. */
export type ServicePhase =
  | { readonly name: 'starting' }
  | { readonly name: 'ready' }
  | { readonly name: 'failed'; readonly reason: string }
  | { readonly name: 'draining' };

const STATUS_WORDS = { starting: 'starting', ready: 'healthy', failed: 'unhealthy', draining: 'stopping' } as const;

/** The phase of one running service, and what its health routes say about it. */
export class ServiceState {
  #phase: ServicePhase = { name: 'starting' };
  readonly #identity: ServiceIdentity;
  readonly #now: () => number;
  readonly #startedAt: number;

  /** `now` in ms since the epoch. */
  constructor(identity: ServiceIdentity, now: () => number = Date.now) {
    this.#identity = identity;
    this.#now = now;
    this.#startedAt = now();
  }

  get phase(): ServicePhase {
    return this.#phase;
  }

  /** Changes the phase; nothing leaves `draining`. */
  enter(phase: ServicePhase): void {
    if (this.#phase.name !== 'draining') this.#phase = phase;
  }

  /** `uptime` in seconds; `checks` holds the reason when the service could not get ready. */
  health(): Record<string, unknown> {
    const now = this.#now();
    return {
      status: STATUS_WORDS[this.#phase.name],
      uptime: (now - this.#startedAt) / 1000,
      timestamp: new Date(now).toISOString(),
      service: this.#identity.id,
      version: this.#identity.version,
      checks: { ready: this.#phase.name === 'failed' ? this.#phase.reason : this.#phase.name },
    };
  }
}
