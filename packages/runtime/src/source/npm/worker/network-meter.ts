import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Counts what this process gets from the network, whichever library asks for it. */
export class NetworkMeter {
  readonly #sockets = new Map<Socket, number>();
  #closedBytes = 0;
  #responses = 0;
  #open = 0;

  constructor() {
    subscribe('http.client.request.start', (message) => this.#watch((message as { request: ClientRequest }).request));
  }

  /** Bytes received since the start. */
  get bytes(): number {
    return [...this.#sockets.keys()].reduce((sum, socket) => sum + socket.bytesRead, this.#closedBytes);
  }

  /** Answers whose head has come. */
  get responses(): number {
    return this.#responses;
  }

  /** Requests whose answer is not complete. */
  get openRequests(): number {
    return this.#open;
  }

  #watch(request: ClientRequest): void {
    this.#open += 1;
    request.once('close', () => (this.#open -= 1));
    request.prependOnceListener('response', (_response: IncomingMessage) => (this.#responses += 1));
    request.once('socket', (socket) => {
      if (this.#sockets.has(socket)) return;
      this.#sockets.set(socket, 0);
      socket.once('close', () => {
        this.#closedBytes += socket.bytesRead;
        this.#sockets.delete(socket);
      });
    });
  }
}
