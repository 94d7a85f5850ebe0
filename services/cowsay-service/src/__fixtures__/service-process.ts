import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const SERVER = join(__dirname, '../../dist/server.cjs');

/** The built service in a child process. */
export class ServiceProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  stderr = '';
  /** Known once the service listens on a port of its own choice. */
  url = '';

  constructor(environment: NodeJS.ProcessEnv, stdio: StdioOptions = ['ignore', 'ignore', 'pipe', 'ipc']) {
    this.child = spawn(process.execPath, [SERVER], { env: { PATH: process.env['PATH'], ...environment }, stdio });
    this.exited = once(this.child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  /** On a free port of its own choice, reported over IPC. */
  static async listening(): Promise<ServiceProcess> {
    const service = new ServiceProcess({ PORT: '0' });
    const [message]: unknown[] = await once(service.child, 'message');
    const { port } = message as { port: number };
    service.url = `http://127.0.0.1:${port}`;
    return service;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
