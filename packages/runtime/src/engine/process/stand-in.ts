import { MediaConduitError, messageOf, type Clock, type ClockTimer, type Logger } from '@mediaconduit/sdk';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { BoundSocket } from './bind-socket';
import type { duplicateSocket } from './duplicate-socket';

/** A service that is back by then needs nobody to stand in, in ms. */
const PATIENCE_MS = 50;
/** How long an owner who starts the service may take until there is a child; who waits is refused then, in ms. */
const START_WITHIN_MS = 30_000;
/** How long a caller who is refused may take to send the rest of its request, in ms. */
const REQUEST_WITHIN_MS = 1000;

/** What a stand-in is made of. */
export interface StandInParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly serviceId: string;
  readonly socket: BoundSocket;
  readonly duplicate: typeof duplicateSocket;
  /** Somebody connects; asked once for each. A promise: the service is started now, and the caller waits until that is over. */
  readonly onCaller: () => Promise<unknown> | undefined;
}

/**
 * Answers callers at the address of a service while no child does: nobody waits in the backlog for a service that is not
 * coming. What is not accepted yet when it ends is left to the child. Never keeps the program alive.
 */
export class StandIn {
  readonly #parts: StandInParts;
  readonly #sockets = new Set<Socket>();
  /** Connections to the address itself, for callers who wait there for the child. */
  readonly #onward = new Set<Socket>();
  readonly #http = createHttpServer((request, response) => this.#refuse(request, response));
  #timer: ClockTimer | undefined;
  #turn: AbortController | undefined;
  /** Settles when no helper shares the socket any more. */
  #handle: Promise<unknown> = Promise.resolve();
  #server: Server | undefined;

  constructor(parts: StandInParts) {
    this.#parts = parts;
    this.#http.on('checkContinue', (request, response) => this.#refuse(request, response));
  }

  /** From now on, unless a child comes soon. */
  begin(): void {
    this.#beginIn(PATIENCE_MS);
  }

  /** Nothing more is accepted when this returns; callers that were accepted before are still served. */
  end(): void {
    const { clock } = this.#parts;
    clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#turn?.abort();
    this.#turn = undefined;
    this.#server?.close();
    this.#server = undefined;
  }

  /** Also ends callers that were accepted. Resolves when nothing of it shares the socket any more. */
  async close(): Promise<void> {
    this.end();
    for (const socket of this.#sockets) socket.destroy();
    await this.#handle;
  }

  #beginIn(delayMs: number): void {
    this.end();
    const { clock } = this.#parts;
    this.#timer = clock.setTimeout(() => void this.#listen(), delayMs);
    this.#timer.unref();
  }

  async #listen(): Promise<void> {
    const { duplicate, log, serviceId, socket } = this.#parts;
    const turn = new AbortController();
    this.#turn = turn;
    try {
      const duplicated = duplicate(socket, turn.signal);
      this.#handle = Promise.allSettled([this.#handle, duplicated]);
      const handle = await duplicated;
      if (turn.signal.aborted) return handle.close();
      const server = createServer({ allowHalfOpen: true }, (caller) => this.#take(caller));
      this.#server = server;
      server.on('error', (error) =>
        log.warn({ service: serviceId, reason: error.message }, 'callers are not answered'),
      );
      server.listen(handle).unref();
    } catch (error) {
      if (turn.signal.aborted) return;
      log.warn({ service: serviceId, reason: messageOf(error) }, 'callers are not answered until the service is back');
    }
  }

  #take(caller: Socket): void {
    this.#track(caller);
    const hasWaited = [...this.#onward].some(({ localPort }) => localPort === caller.remotePort);
    const starting = hasWaited ? undefined : this.#parts.onCaller();
    if (starting) this.#hold(caller, starting);
    else this.#http.emit('connection', caller);
  }

  /** The connection is made anew at the same address: there it waits for the child, and so does who comes after. */
  #hold(caller: Socket, starting: Promise<unknown>): void {
    if (this.#server) this.#waitFor(starting);
    const { port } = this.#parts.socket;
    const onward = this.#track(connect({ host: '127.0.0.1', port, allowHalfOpen: true }));
    this.#onward.add(onward);
    onward.once('close', () => {
      this.#onward.delete(onward);
      caller.destroy();
    });
    caller.once('close', () => onward.destroy());
    caller.pipe(onward).pipe(caller);
  }

  /** A start that is over without a child has failed: who waits is refused then. */
  #waitFor(starting: Promise<unknown>): void {
    this.#beginIn(START_WITHIN_MS);
    const timer = this.#timer;
    const giveUp = (): void => {
      if (this.#timer === timer) this.#beginIn(0);
    };
    starting.then(giveUp, giveUp);
  }

  /** Once the request is read: a connection that is closed before may lose the answer. */
  #refuse(request: IncomingMessage, response: ServerResponse): void {
    const { clock, serviceId } = this.#parts;
    const error = new MediaConduitError('MC_SERVICE_GONE', `The service "${serviceId}" does not run now.`, {
      hint: 'mediaconduit status says why, and when it is tried again',
      facts: { service: serviceId },
    });
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '1', connection: 'close' };
    const answer = (): void => {
      clock.clearTimeout(timer);
      if (!response.headersSent)
        response.writeHead(503, headers).end(JSON.stringify({ ...error.toJSON(), status: 503 }));
    };
    const timer = clock.setTimeout(answer, REQUEST_WITHIN_MS);
    timer.unref();
    request.once('close', answer).once('end', answer).resume();
  }

  #track(socket: Socket): Socket {
    socket.unref();
    socket.on('error', () => socket.destroy()); // the other side is told by the close
    this.#sockets.add(socket.once('close', () => this.#sockets.delete(socket)));
    return socket;
  }
}
