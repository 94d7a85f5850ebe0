import { setTimeout as sleep } from 'node:timers/promises';
import { createJsonServer } from './json-server';
import { openHome } from './open-home';
import type { SupervisorInfo } from './protocol';
import { StackHosts, type StackHostsOptions } from './stack-hosts';
import { supervisorAddress } from './supervisor-address';
import { supervisorRoutes } from './supervisor-routes';
import { SupervisorSocket } from './supervisor-socket';

/** A supervisor that nobody gives a stack to ends after this time, in ms. */
const UNUSED_MS = 30_000;

/** How long calls may go on once their stacks have ended, in ms. */
const ANSWERED_WITHIN_MS = 30_000;

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
  /**
   * Resolves when everything is stopped and the home is free. Safe to call twice.
   * @throws the first failure of a stack that could not be stopped; the home is free all the same.
   */
  close(): Promise<void>;
  /** Settles as `close` does, whoever called it. */
  readonly closed: Promise<void>;
}

/**
 * Takes a home and serves it until its last stack is gone, or `close`.
 * @throws what {@link openHome} throws.
 */
export async function serveHome(options: SupervisorProcessOptions): Promise<SupervisorProcess> {
  const { environment, home, lockWithinMs = 5000 } = options;
  const lock = await openHome(home, environment, lockWithinMs);
  const release = async (): Promise<void> => lock?.release();
  try {
    return await serve(options, release);
  } catch (error) {
    await release();
    throw error;
  }
}

async function serve(
  { createHost, home, version }: SupervisorProcessOptions,
  release: () => Promise<void>,
): Promise<SupervisorProcess> {
  let settle: (closing: Promise<void>) => void = () => undefined;
  const closed = new Promise<void>((resolve) => (settle = resolve));
  closed.catch(() => undefined); // told by `close`, too
  let closing: Promise<void> | undefined;
  const stacks = new StackHosts({ createHost, onEmpty: () => void close() });
  const startedAt = new Date().toISOString();
  let ending: Promise<void> | undefined;
  const endStacks = (): Promise<void> => (ending ??= stacks.close());
  const shutDown = (): Promise<void> => endStacks().finally(() => void setImmediate(() => void close()));
  const info = (): SupervisorInfo => ({
    ...{ pid: process.pid, version, home, startedAt },
    isEnding: ending !== undefined,
  });
  const underWay = new Set<Promise<unknown>>();
  const socket = await SupervisorSocket.open({
    address: supervisorAddress(home),
    createServer: () => createJsonServer(supervisorRoutes({ info, stacks, shutDown }), underWay),
  });
  const unused = setTimeout(() => void (stacks.isEmpty && close()), UNUSED_MS).unref();

  function close(): Promise<void> {
    clearTimeout(unused);
    closing ??= endStacks()
      .finally(() => within(ANSWERED_WITHIN_MS, Promise.allSettled(underWay)))
      .finally(() => socket.close())
      .finally(release);
    settle(closing);
    return closing;
  }
  return { close, closed };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const late = sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  over.abort();
}
