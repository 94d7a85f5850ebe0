import { isMediaConduitError, type Clock, type ServiceRequest } from '@mediaconduit/sdk';
import { callWithin } from '../resilience/call-within';
import { RetryPolicy } from '../resilience/retry-policy';
import { isStopped } from './call-error';
import type { CalledService } from './called-service';
import { DEFAULT_TIMEOUT_MS } from './deadline';
import type { ServiceClient } from './service-client';

/** A service that is ready for a call, and what the call waited for that, in ms. */
export interface ReadyForCall {
  readonly client: ServiceClient;
  readonly startMs: number;
}

/** How a call is made; each may reject. */
interface CallSteps<T> {
  ready(request: ServiceRequest): Promise<ReadyForCall>;
  send(ready: ReadyForCall, request: ServiceRequest): Promise<T>;
}

/** Sends calls that may be sent twice again when that may help, within the deadline of the first. */
export class CallRepeater {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #policy: Pick<RetryPolicy, 'execute'>;

  /** @param retries default: once, and only when the service went away. */
  constructor({ definition, parts }: CalledService, retries?: number) {
    this.#name = definition.id;
    this.#clock = parts.clock;
    const { clock } = parts;
    this.#policy =
      retries === undefined ? ONCE_WHEN_GONE : new RetryPolicy({ name: this.#name, clock, settings: { retries } });
  }

  /** The time of a start before the first try is no part of the deadline; that of a restart after it is. */
  async execute<T>(request: ServiceRequest, steps: CallSteps<T>): Promise<T> {
    const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
    const first = await steps.ready(request);
    const deadlineAt = timeoutMs > 0 ? this.#clock.now() + timeoutMs : Infinity;
    let tries = 0;
    const attempt = async (): Promise<T> =>
      tries++ === 0 ? steps.send(first, request) : this.#again(request, deadlineAt, steps);
    return this.#policy.execute(attempt, { idempotent: true, signal, deadlineAt });
  }

  async #again<T>(request: ServiceRequest, deadlineAt: number, steps: CallSteps<T>): Promise<T> {
    const [name, clock, { signal }] = [this.#name, this.#clock, request];
    const timeoutMs = deadlineAt === Infinity ? 0 : Math.max(1, deadlineAt - clock.now());
    const ready = await callWithin((own) => steps.ready({ ...request, signal: own }), {
      ...{ name, clock, signal, timeoutMs },
    });
    const leftMs = deadlineAt === Infinity ? 0 : Math.max(1, deadlineAt - clock.now());
    return steps.send(ready, { ...request, timeoutMs: leftMs });
  }
}

const ONCE_WHEN_GONE: Pick<RetryPolicy, 'execute'> = {
  execute: (work) =>
    work().catch((error: unknown) => {
      if (isMediaConduitError(error, 'MC_SERVICE_GONE') && !isStopped(error)) return work();
      throw error;
    }),
};
