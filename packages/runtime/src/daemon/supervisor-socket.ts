import { chmodSync, existsSync, unlinkSync } from 'node:fs';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { makeSocketFolder } from './supervisor-address';

/** How long those who follow something have to leave by themselves, in ms. */
const STREAMS_CUT_MS = 500;

/** How a socket is made. */
export interface SupervisorSocketOptions {
  readonly address: string;
  readonly createServer: () => Server;
  /** In ms; default 1000. */
  readonly lookEveryMs?: number;
}

interface Listening {
  readonly server: Server;
  readonly closed: Promise<unknown>;
}

/** Where a supervisor listens: on a socket that is made again when somebody removes it, as cleaners of folders do. */
export class SupervisorSocket {
  /** The last one listens; those before have calls under way, or had. */
  readonly #servers: Listening[] = [];
  readonly #looks: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | undefined;

  /** @throws `MC_HOME_UNUSABLE`, and what the system says. */
  static async open(options: SupervisorSocketOptions): Promise<SupervisorSocket> {
    const socket = new SupervisorSocket(options);
    try {
      await socket.#listen();
      return socket;
    } catch (error) {
      clearInterval(socket.#looks);
      throw error;
    }
  }

  private constructor(private readonly options: SupervisorSocketOptions) {
    const { lookEveryMs = 1000 } = options;
    // nobody can remove a pipe
    if (process.platform !== 'win32') this.#looks = setInterval(() => this.#look(), lookEveryMs).unref();
  }

  /** Takes no more calls, and cuts what does not end by itself. */
  async close(): Promise<void> {
    clearInterval(this.#looks);
    await this.#renewing;
    for (const { server } of this.#servers) server.close();
    const cut = setTimeout(() => this.#servers.forEach(({ server }) => server.closeAllConnections()), STREAMS_CUT_MS);
    await Promise.all(this.#servers.map(({ closed }) => closed));
    clearTimeout(cut);
  }

  #look(): void {
    if (this.#renewing || this.#servers.length === 0 || existsSync(this.options.address)) return;
    this.#renewing = this.#renew()
      .catch(() => undefined) // the next look tries again
      .finally(() => (this.#renewing = undefined));
  }

  async #renew(): Promise<void> {
    this.#servers.at(-1)?.server.close(); // what is under way goes on
    await this.#listen();
  }

  async #listen(): Promise<void> {
    const { address, createServer } = this.options;
    makeSocketFolder(address);
    removeSocket(address); // of one that was killed: the lock is ours
    const server = createServer();
    const closed = new Promise((resolve) => server.once('close', resolve));
    server.listen(address);
    await once(server, 'listening');
    if (process.platform !== 'win32') chmodSync(address, 0o600);
    this.#servers.push({ server, closed });
  }
}

/**
 * Without a look at the socket: Node.js up to 20 resolves no link, and so finds no module, after a synchronous `stat` of
 * a socket, as `rmSync` makes one (`realpathSync` reads the kind of the file before).
 */
function removeSocket(address: string): void {
  try {
    unlinkSync(address);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
