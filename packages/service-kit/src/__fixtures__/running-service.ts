import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { createService, type ServiceOptions } from '../create-service';
import type { Service } from '../http-service';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A service on a free port of this process, with its errors collected. */
export class RunningService implements AsyncDisposable {
  readonly errors: unknown[] = [];
  readonly service: Service;
  port = 0;

  private constructor(options: Partial<ServiceOptions>) {
    const onError = (error: unknown): void => void this.errors.push(error);
    this.service = createService({ id: 'test-service', version: '1.2.3', routes: [], onError, ...options });
  }

  static async start(options: Partial<ServiceOptions> = {}): Promise<RunningService> {
    const running = new RunningService(options);
    running.port = await running.service.listen({ host: '127.0.0.1', port: 0 });
    return running;
  }

  send(method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: this.port, method, path, headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
        response.on('error', reject);
      });
      sent.on('error', reject).end(body);
    });
  }

  post(path: string, value: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return this.send('POST', path, body, { 'content-type': 'application/json', ...headers });
  }

  async connect(): Promise<Socket> {
    const socket = connect(this.port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.service.drain(0);
  }
}

/** A promise with its switches. */
export function deferred<T = void>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: Error) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

/** Everything that comes out of a socket until it ends. */
export async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}
