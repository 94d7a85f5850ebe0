import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { isMediaConduitError, messageOf } from '@mediaconduit/sdk';
import { addressOfUrl } from '../engine/remote/parse-service-url';
import { ExchangeWatch } from './exchange-watch';
import type { RunConnection } from './run-connections';
import type { ServiceController } from './service-controller';

/**
 * A loopback port of ours that stays the same for the life of a handle: whoever connects starts the service and is
 * passed on to where it answers now. For callers that read a port once and keep it for ever.
 * Neither the listener nor its connections keep the program alive.
 */
export class ServiceFront implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly controller: ServiceController,
    readonly port: number,
    server: Server,
  ) {
    this.#server = server;
    server.on('connection', (socket) => void this.#serve(socket));
  }

  /** Opens the listener on a port that the system chooses. */
  static open(controller: ServiceController): Promise<ServiceFront> {
    return new Promise((resolve, reject) => {
      const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        server.unref();
        resolve(new ServiceFront(controller, (server.address() as AddressInfo).port, server));
      });
    });
  }

  /** `http://127.0.0.1:<port>`. */
  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A connection counts as use of the service; while a request is under way, as a call of the run that it is passed on to. */
  async #serve(client: Socket): Promise<void> {
    this.#track(client);
    const gone = new AbortController();
    whenClosed(client, () => gone.abort());
    whenClosed(client, this.controller.use.hold());
    try {
      const run = await this.controller.acquire(gone.signal);
      const connection = run.connect(() => client.destroySoon());
      whenClosed(client, () => connection.end());
      this.#pass(client, new URL(run.baseUrl), connection);
    } catch (error) {
      refuse(client, error);
    }
  }

  #pass(client: Socket, url: URL, connection: RunConnection): void {
    const upstream = this.#track(connect({ ...addressOfUrl(url), allowHalfOpen: true }));
    upstream.once('close', (hadError) => (hadError ? client.destroy() : client.destroySoon()));
    client.once('close', () => upstream.destroy());
    client.pipe(upstream);
    upstream.pipe(client);
    const watch = new ExchangeWatch();
    client.on('data', (bytes: Buffer) => {
      watch.sent(bytes);
      connection.setBusy(!watch.isIdle);
    });
    // after it is passed on
    upstream.on('data', (bytes: Buffer) => {
      watch.answered(bytes);
      connection.setBusy(!watch.isIdle);
    });
    client.resume();
  }

  #track(socket: Socket): Socket {
    socket.unref();
    socket.on('error', () => socket.destroy()); // the other side is told by the close
    this.#sockets.add(socket.once('close', () => this.#sockets.delete(socket)));
    return socket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function whenClosed(socket: Socket, tell: () => void): void {
  if (socket.closed) tell();
  else socket.once('close', tell);
}

/** The caller speaks HTTP and has no other way to learn why there is no service. */
function refuse(client: Socket, error: unknown): void {
  const body = JSON.stringify(isMediaConduitError(error) ? error : { detail: messageOf(error) });
  client.end(
    `HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
  client.resume();
}
