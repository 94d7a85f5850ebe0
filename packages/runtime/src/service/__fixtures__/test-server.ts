import { deferred } from './deferred';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A service in our own process. */
export interface TestServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly port: number;
  /** Requests seen, as `METHOD /path`. */
  readonly seen: string[];
  /** Connections that are open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** Resolves when the client of the request that is handled now has gone. */
  readonly cut: Promise<void>;
}

export async function testServer(listener: http.RequestListener): Promise<TestServer> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const { promise: cut, resolve: onCut } = deferred();
  const server = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.on('close', () => !response.writableFinished && onCut());
    listener(request, response);
  });
  server.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ port, seen, sockets, cut },
    baseUrl: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The whole body of a request. */
export async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
