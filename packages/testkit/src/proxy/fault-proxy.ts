import { MediaConduitError, SYSTEM_CLOCK, type Clock } from '@mediaconduit/sdk';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { seededRandom } from '../random/seeded-random';
import { FaultyLink, type LinkEnd } from './faulty-link';
import type { LinkFaults } from './link-faults';

/** The faults of both directions. */
export interface ProxyFaults {
  readonly toClient?: LinkFaults;
  readonly toServer?: LinkFaults;
}

/** Where a proxy leads, and what goes wrong on the way. */
export interface FaultProxyOptions extends ProxyFaults {
  /** `http://127.0.0.1:8000`, or `127.0.0.1:5432` for what is no HTTP. */
  readonly target: string;
  /** Of the jitter. Default 1. */
  readonly seed?: number;
  /** Where latency and speed come from. Default: the clock of the machine. */
  readonly clock?: Clock;
}

/** A network that misbehaves: `await using proxy = await startFaultProxy({ target })`. */
export interface FaultProxy extends AsyncDisposable {
  /** The target's URL with the address of the proxy; `tcp://…` for what is no HTTP. */
  readonly url: string;
  readonly port: number;
  /** Connections of clients that are open now. */
  readonly openConnections: number;
  /** Replaces the faults of the directions that are given, for what is under way too. */
  set(faults: ProxyFaults): void;
  /** Resets every connection that is open. */
  resetConnections(): void;
}

/**
 * Passes every TCP connection on to a service, through a network that can be slow, lossy or broken, each direction by
 * itself, and that can be changed while it is used.
 * @throws `MC_OPTIONS_INVALID` for a target without a port.
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const target = readTarget(options.target);
  const wire = new Wire(options);
  const server = createServer({ allowHalfOpen: true }, (client) => {
    wire.join(client, connect({ host: target.host, port: target.port, allowHalfOpen: true }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: target.urlAt(port),
    port,
    get openConnections() {
      return wire.openConnections;
    },
    set: (faults) => wire.set(faults),
    resetConnections: () => wire.finishAll('reset'),
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      wire.finishAll('reset');
      await closed;
    },
  };
}

/** All connections, and the faults that they have now. */
class Wire {
  readonly #connections = new Set<Connection>();
  readonly #random: () => number;
  readonly #clock: Clock;
  #faults: ProxyFaults;

  constructor({ clock = SYSTEM_CLOCK, seed = 1, toClient, toServer }: FaultProxyOptions) {
    this.#random = seededRandom(seed);
    this.#clock = clock;
    this.#faults = { toClient, toServer };
  }

  get openConnections(): number {
    return this.#connections.size;
  }

  join(client: Socket, server: Socket): void {
    const shared = { clock: this.#clock, random: this.#random };
    const connection = new Connection(client, server, (finish) => [
      new FaultyLink({ ...shared, source: client, sink: server, finish, faults: () => this.#faults.toServer ?? {} }),
      new FaultyLink({ ...shared, source: server, sink: client, finish, faults: () => this.#faults.toClient ?? {} }),
    ]);
    this.#connections.add(connection);
    void connection.run().then(() => this.#connections.delete(connection));
  }

  set(faults: ProxyFaults): void {
    this.#faults = { ...this.#faults, ...faults };
    for (const connection of this.#connections) connection.wake();
  }

  finishAll(end: LinkEnd): void {
    for (const connection of this.#connections) connection.finish(end);
  }
}

/** A client, the service, and a link in each direction. */
class Connection {
  readonly #sockets: readonly Socket[];
  readonly #links: readonly FaultyLink[];

  constructor(client: Socket, server: Socket, createLinks: (finish: (end: LinkEnd) => void) => readonly FaultyLink[]) {
    this.#sockets = [client, server];
    for (const socket of this.#sockets) socket.on('error', () => undefined); // 'close' tells it
    this.#links = createLinks((end) => this.finish(end));
    client.once('close', () => this.#closeWhenBothAreGone());
    server.once('close', () => this.#closeWhenBothAreGone());
  }

  async run(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.run()));
  }

  wake(): void {
    for (const link of this.#links) link.wake();
  }

  finish(end: LinkEnd): void {
    for (const socket of this.#sockets) {
      if (socket.connecting)
        socket.destroy(); // it would wait for its connection first
      else if (end === 'reset') socket.resetAndDestroy();
      else socket.destroySoon();
    }
    for (const link of this.#links) link.close();
  }

  #closeWhenBothAreGone(): void {
    if (this.#sockets.every(({ closed }) => closed)) for (const link of this.#links) link.close();
  }
}

interface Target {
  readonly host: string;
  readonly port: number;
  /** The same address at another port of this machine. */
  urlAt(port: number): string;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

function readTarget(target: string): Target {
  const text = target.includes('://') ? target : `tcp://${target}`;
  const { hostname, pathname, port, protocol } = URL.canParse(text) ? new URL(text) : new URL('tcp://');
  const number = Number(port) || DEFAULT_PORTS[protocol];
  if (hostname === '' || number === undefined) {
    throw new MediaConduitError('MC_OPTIONS_INVALID', `"${target}" names no host and port.`, {
      hint: 'give "http://127.0.0.1:8000" or "127.0.0.1:5432"',
      facts: { target },
    });
  }
  const urlAt = (other: number): string => `${protocol}//127.0.0.1:${other}${pathname}`.replace(/\/$/, '');
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: number, urlAt };
}
