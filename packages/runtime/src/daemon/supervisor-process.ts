import { chmodSync, unlinkSync } from 'node:fs';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createJsonServer } from './json-server';
import { openHome } from './open-home';
import type { SupervisorInfo } from './protocol';
import { StackHosts, type StackHostsOptions } from './stack-hosts';
import { makeSocketFolder, supervisorAddress } from './supervisor-address';
import { supervisorRoutes } from './supervisor-routes';

/** A supervisor that nobody gives a stack to ends after this time, in ms. */
const UNUSED_MS = 30_000;

/** What a supervisor is made from. */
export interface SupervisorProcessOptions {
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly version: string;
  readonly createHost: StackHostsOptions['createHost'];
  /** How long another supervisor that is about to end is waited for, in ms. Default 5000. */
  readonly lockWithinMs?: number;
}

/** The supervisor of a home while it serves. */
export interface SupervisorProcess {
  /** Resolves when everything is stopped and the home is free. Safe to call twice. */
  close(): Promise<void>;
  /** Settles as `close` does, whoever called it. */
  readonly closed: Promise<void>;
}

/**
 * Takes a home and serves it until its last stack is gone, or `close`.
 * @throws what {@link openHome} throws.
 */
export async function serveHome(options: SupervisorProcessOptions): Promise<SupervisorProcess> {
  const { createHost, environment, home, lockWithinMs = 5000, version } = options;
  const lock = await openHome(home, environment, lockWithinMs);
  let settle: (closing: Promise<void>) => void = () => undefined;
  const closed = new Promise<void>((resolve) => (settle = resolve));
  let closing: Promise<void> | undefined;
  const stacks = new StackHosts({ createHost, onEmpty: () => void close() });
  const info: SupervisorInfo = { pid: process.pid, version, home, startedAt: new Date().toISOString() };
  const server = createJsonServer(supervisorRoutes({ info, stacks, shutDown: () => void close() }));
  const unused = setTimeout(() => void (stacks.isEmpty && close()), UNUSED_MS).unref();
  await listen(server, supervisorAddress(home));

  function close(): Promise<void> {
    closing ??= (async () => {
      clearTimeout(unused);
      const gone = closeServer(server);
      await stacks.close();
      await gone;
      await lock?.release();
    })();
    settle(closing);
    return closing;
  }
  return { close, closed };
}

async function listen(server: Server, address: string): Promise<void> {
  makeSocketFolder(address);
  removeSocket(address); // of one that was killed: the lock is ours
  server.listen(address);
  await once(server, 'listening');
  if (process.platform !== 'win32') chmodSync(address, 0o600);
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

/** Takes no more calls; those under way get their answer, but streams without end are cut. */
async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const cut = setTimeout(() => server.closeAllConnections(), 500);
  await closed;
  clearTimeout(cut);
}
