import { constants } from 'node:os';
import { listenTarget } from './listen-target';
import type { Service } from './http-service';

/** The parts of a process that a service uses. */
export interface ServiceHost {
  readonly env: NodeJS.ProcessEnv;
  readonly stderr: { write(text: string): unknown };
  on(event: 'SIGTERM' | 'SIGINT' | 'disconnect', listener: () => void): unknown;
  /** There only when the parent opened an IPC channel. */
  send?(message: object): unknown;
  exit(code: number): void;
}

/** How {@link runService} ends a service. */
export interface RunOptions {
  /** Time for running requests to finish after the first signal. Default 10000. */
  readonly graceMs?: number;
}

/**
 * Makes a service the work of this process: listens where the environment says, reports `{ type: 'listening', port }` to
 * the parent when there is an IPC channel, drains on SIGTERM, SIGINT or when that parent goes, then exits with 0 (1 when
 * requests were cut off or the start failed). A second signal exits at once.
 */
export async function runService(
  service: Service,
  options: RunOptions = {},
  host: ServiceHost = process,
): Promise<void> {
  let stopping = false;
  const stop = (signal?: 'SIGTERM' | 'SIGINT'): void => {
    if (stopping && signal) host.exit(128 + constants.signals[signal]);
    if (stopping) return;
    stopping = true;
    void service.drain(options.graceMs).then((finished) => host.exit(finished ? 0 : 1));
  };
  host.on('SIGTERM', () => stop('SIGTERM'));
  host.on('SIGINT', () => stop('SIGINT'));
  if (host.send) host.on('disconnect', () => stop());
  try {
    const port = await service.listen(listenTarget(host.env));
    if (!stopping) host.send?.({ type: 'listening', port });
  } catch (error) {
    host.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    host.exit(1);
  }
}
