import {
  isMediaConduitError,
  serviceFault,
  type CallDefaults,
  type ServiceReply,
  type ServiceRequest,
  type ServiceStreamReply,
} from '@mediaconduit/sdk';
import type { CallGate } from '../resilience/call-gate';
import type { PlacedPermit } from '../resilience/placed-permit';
import type { Permit } from '../resilience/permit';
import { isStopped } from './call-error';
import type { CallRepeater, ReadyForCall } from './call-repeater';
import type { CalledService } from './called-service';
import { LongProbe } from './long-probe';
import { discardBody, isRepeatable, shieldBody } from './request-body';
import type { ServiceClient } from './service-client';
import type { Turn, waitForTurn } from './wait-for-turn';

/** What one way of calling does with the client, and when it has succeeded. */
interface CallKind<T> {
  send(client: ServiceClient, request: ServiceRequest, startMs: number): Promise<T>;
  /** Tells the permit the end of a call that was answered; `fail` does so for an answer that breaks off. */
  settle(reply: T, permit: Permit, fail: (error: unknown) => void): void;
}

/* eslint-disable @typescript-eslint/no-require-imports -- most programs make no call that could be repeated, and call no service that has a limit */
const loadRepeater = () => require('./call-repeater') as typeof import('./call-repeater');
const loadTurns = () => require('./wait-for-turn') as { waitForTurn: typeof waitForTurn };
const loadPlaces = () => require('../resilience/placed-permit') as { PlacedPermit: typeof PlacedPermit };
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Calls to one service by one handle: the service is started when needed and spared while its circuit is open, and calls
 * that may be sent twice are.
 */
export class ServiceCalls {
  #repeater: CallRepeater | undefined;

  constructor(
    readonly controller: CalledService,
    readonly defaults: CallDefaults = {},
  ) {}

  request(request: ServiceRequest): Promise<ServiceReply> {
    return this.#call(request, COLLECTED);
  }

  stream(request: ServiceRequest): Promise<ServiceStreamReply> {
    return this.#call(request, STREAMED);
  }

  #call<T>(request: ServiceRequest, kind: CallKind<T>): Promise<T> {
    shieldBody(request);
    const { retries, timeoutMs } = this.defaults;
    const limited = timeoutMs === undefined || request.timeoutMs !== undefined ? request : { ...request, timeoutMs };
    if (retries !== 0 && isRepeatable(limited)) return this.#repeating(limited, kind);
    const { client } = this.controller;
    if (client) return this.#send({ client, startMs: 0 }, limited, kind);
    return this.#ready(limited).then((ready) => this.#send(ready, limited, kind));
  }

  #repeating<T>(request: ServiceRequest, kind: CallKind<T>): Promise<T> {
    const { controller, defaults } = this;
    this.#repeater ??= new (loadRepeater().CallRepeater)(controller, defaults.retries);
    return this.#repeater.execute(request, {
      ready: (one) => this.#ready(one),
      send: (ready, one) => this.#send(ready, one, kind),
    });
  }

  /** A service whose circuit is open is not started. */
  async #ready(request: ServiceRequest): Promise<ReadyForCall> {
    const { client } = this.controller;
    if (client) return { client, startMs: 0 };
    const askedAt = performance.now();
    try {
      this.controller.breaker.refuseWhenOpen();
      return { client: await this.controller.acquire(request.signal), startMs: performance.now() - askedAt };
    } catch (error) {
      return refused(request, error);
    }
  }

  #send<T>(ready: ReadyForCall, request: ServiceRequest, kind: CallKind<T>): Promise<T> {
    const { gate } = this.controller;
    return gate?.isLimited ? this.#sendInTurn(gate, ready, request, kind) : this.#sendNow(ready, request, kind);
  }

  /** Nobody queues for what is open. What has ended during the wait is not called: the one that runs now is. */
  async #sendInTurn<T>(gate: CallGate, ready: ReadyForCall, request: ServiceRequest, kind: CallKind<T>): Promise<T> {
    const { breaker, definition, parts } = this.controller;
    let turn: Turn;
    try {
      breaker.refuseWhenOpen();
      turn = await loadTurns().waitForTurn(gate, request, { name: definition.id, clock: parts.clock });
    } catch (error) {
      return refused(request, error);
    }
    try {
      const isCurrent = this.controller.client === ready.client;
      return await this.#sendNow(isCurrent ? ready : await this.#ready(turn.request), turn.request, kind, turn.leave);
    } catch (error) {
      turn.leave();
      throw error;
    }
  }

  /** @param leave called when the call is over. */
  #sendNow<T>(
    { client, startMs }: ReadyForCall,
    request: ServiceRequest,
    kind: CallKind<T>,
    leave?: () => void,
  ): Promise<T> {
    let permit: Permit;
    try {
      permit = this.#admit(leave);
    } catch (error) {
      return refused(request, error);
    }
    return kind.send(client, request, startMs).then(
      (reply) => {
        kind.settle(reply, permit, (error) => void this.#fail(error, client, permit));
        return reply;
      },
      async (error: unknown) => {
        throw await this.#fail(error, client, permit);
      },
    );
  }

  #admit(leave?: () => void): Permit {
    const permit = this.controller.breaker.acquire();
    const judged = permit.isProbe ? new LongProbe(permit, this.controller) : permit;
    return leave ? new (loadPlaces().PlacedPermit)(judged, leave) : judged;
  }

  /**
   * Tells the permit, and answers the error with what is known of a service that is gone. A lost connection may mean a
   * lost service: the engine is asked, so that the next call starts it again.
   */
  async #fail(error: unknown, client: ServiceClient, permit: Permit): Promise<unknown> {
    const isGone = isMediaConduitError(error, 'MC_SERVICE_GONE');
    if (isGone && isStopped(error)) {
      permit.ignore();
      return error;
    }
    // an engine that cannot answer now must not hide why the call failed
    const explained = isGone ? await this.controller.explain(error).catch(() => error) : error;
    const isEnd = (isGone || isMediaConduitError(error, 'MC_SERVICE_HUNG')) && client.isDestroyed;
    if (isEnd && client.hasFailedByEnd) permit.ignore();
    else permit.fail(explained);
    client.hasFailedByEnd ||= isEnd;
    return explained;
  }
}

const COLLECTED: CallKind<ServiceReply> = {
  send: (client, request, startMs) => client.request(request, startMs),
  settle: (reply, permit) => {
    if (reply.status < 500) permit.succeed();
    else permit.fail(acceptedFault(reply.status, reply.text()));
  },
};

/** Over when the body is; a reader that breaks off has proved nothing. */
const STREAMED: CallKind<ServiceStreamReply> = {
  send: (client, request, startMs) => client.stream(request, startMs),
  settle: ({ status, body }, permit, fail) => {
    body.once('end', () => (status < 500 ? permit.succeed() : permit.fail(acceptedFault(status))));
    body.once('error', fail);
    body.once('close', () => body.errored ?? permit.ignore());
  },
};

/** What a caller who takes errors for answers was answered, as its circuit breaker sees it. */
function acceptedFault(status: number, body = ''): Error {
  return serviceFault('', '', { status, body });
}

/** For a call that was not made. */
async function refused(request: ServiceRequest, error: unknown): Promise<never> {
  discardBody(request);
  throw error;
}
