import { MediaConduitError, messageOf, SYSTEM_CLOCK, type Clock } from '@mediaconduit/sdk';
import { openNotingServer, type Answer, type ReceivedRequest } from '../exchange/noting-server';
import { failRunningTest } from '../report/fail-running-test';
import { breaks, sendAnswer, type FakeAnswer } from './fake-answer';
import { RouteTable, type FakeRoutes } from './fake-routes';
import { LoopbackHandle } from './loopback-handle';
import type { FakeServiceHandle } from './noting-handle';

/** What a fake service is like. */
export interface FakeServiceOptions {
  readonly routes: FakeRoutes;
  /** Default `fake-service`. */
  readonly serviceId?: string;
  /** Where delays come from: a manual clock makes them last until `advance`. Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Leaves it at the 501 when a request is not declared, instead of failing the test at the end too. */
  readonly tolerant?: boolean;
}

/** A request that no route was declared for, or whose route failed. */
export interface UnexpectedRequest {
  readonly method: string;
  readonly path: string;
  readonly reason: string;
}

/** A service that is only declared: `await using service = await startFakeService({ routes })`. */
export interface FakeService extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** For providers: sends to this service, and notes the requests. */
  readonly handle: FakeServiceHandle;
  /** Every request as it came over the wire, oldest first. */
  readonly received: readonly ReceivedRequest[];
  /** Those that were answered 501. */
  readonly unexpected: readonly UnexpectedRequest[];
  /** @throws `MC_EXCHANGE_UNEXPECTED` when requests came that are not declared. */
  verify(): void;
  /**
   * Ends it, with every connection and delay, and fails the test as {@link verify} does unless it is tolerant; in Jest
   * beside what else fails it.
   */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * An HTTP server on a free port of 127.0.0.1 that answers what is declared. `GET /` is 200 and not listed unless it is
 * declared: with it a runtime asks whether the service is there.
 * @throws `MC_OPTIONS_INVALID` for a route that is no method and path.
 */
export async function startFakeService(options: FakeServiceOptions): Promise<FakeService> {
  const { clock = SYSTEM_CLOCK, serviceId = 'fake-service', tolerant = false } = options;
  const desk = new Desk(new RouteTable(options.routes), clock);
  const server = await openNotingServer((request) => desk.answerTo(request));
  const { url } = server;
  return {
    url,
    handle: new LoopbackHandle(serviceId, url),
    received: server.requests,
    unexpected: desk.unexpected,
    verify() {
      const problem = desk.findProblem(serviceId);
      if (problem) throw problem;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      if (!tolerant) desk.report(serviceId);
    },
  };
}

class Desk {
  readonly unexpected: UnexpectedRequest[] = [];
  readonly #routes: RouteTable;
  readonly #clock: Clock;
  #isReported = false;

  constructor(routes: RouteTable, clock: Clock) {
    this.#routes = routes;
    this.#clock = clock;
  }

  async answerTo(request: ReceivedRequest): Promise<Answer | undefined> {
    const answer = await this.#find(request);
    if (!answer) return undefined;
    return { breaks: breaks(answer), send: (response) => sendAnswer(response, answer, this.#clock) };
  }

  /** Once: disposing twice is harmless. */
  report(service: string): void {
    const problem = this.#isReported ? undefined : this.findProblem(service);
    this.#isReported = true;
    if (problem) failRunningTest(problem);
  }

  findProblem(service: string): MediaConduitError | undefined {
    const [first] = this.unexpected;
    if (!first) return undefined;
    const count = this.unexpected.length;
    const { method, path, reason } = first;
    const what = count === 1 ? 'a request that it cannot answer' : `${count} requests that it cannot answer, first`;
    return new MediaConduitError('MC_EXCHANGE_UNEXPECTED', `${service} got ${what}: ${method} ${path} (${reason}).`, {
      hint: 'declare a route for it, or send what is declared',
      facts: { service, unexpected: this.unexpected },
    });
  }

  async #find(request: ReceivedRequest): Promise<FakeAnswer | undefined> {
    try {
      const answer = await this.#routes.answerTo(request);
      const isProbe = request.method === 'GET' && request.path === '/';
      return answer ?? (isProbe ? undefined : this.#refuse(request, this.#routes.explain(request)));
    } catch (error) {
      return this.#refuse(request, `its route failed: ${messageOf(error)}`);
    }
  }

  #refuse({ method, path }: ReceivedRequest, reason: string): FakeAnswer {
    this.unexpected.push({ method, path, reason });
    const error = `${method} ${path} is not expected: ${reason}`;
    return { status: 501, json: { error, code: 'not-declared' } };
  }
}
