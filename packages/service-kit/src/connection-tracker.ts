import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Knows which connections have an unfinished answer. Node's own `closeIdleConnections` takes an answer for finished when
 * `end()` was called, and cuts large ones that are still being flushed.
 */
export class ConnectionTracker {
  readonly #openAnswers = new Map<Socket, number>();
  #closing = false;

  constructor(server: Server) {
    server.on('connection', (socket) => this.#add(socket));
  }

  /** To be called for every request, before it is answered. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.#openAnswers.set(socket, (this.#openAnswers.get(socket) ?? 0) + 1);
    response.once('close', () => this.#end(socket));
  }

  /** Closes unused connections now and the others after their last answer. */
  closeWhenIdle(): void {
    this.#closing = true;
    for (const [socket, open] of this.#openAnswers) {
      if (open === 0) socket.destroySoon();
    }
  }

  /** Cuts all connections; the signals of their requests abort. */
  destroyAll(): void {
    for (const socket of this.#openAnswers.keys()) socket.destroy();
  }

  #add(socket: Socket): void {
    this.#openAnswers.set(socket, 0);
    socket.once('close', () => this.#openAnswers.delete(socket));
  }

  #end(socket: Socket): void {
    const open = this.#openAnswers.get(socket);
    if (open === undefined) return;
    this.#openAnswers.set(socket, open - 1);
    if (this.#closing && open === 1) socket.destroySoon();
  }
}
