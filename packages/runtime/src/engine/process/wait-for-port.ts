import type { Clock, ClockTimer, ServiceDefinition } from '@mediaconduit/sdk';
import { endedEarlyError, neverListenedError, startAbortedError } from './process-errors';
import type { ServiceProcess } from './service-process';

/** What may decide the wait: the port, the end of the child, the time it has to get ready, or the caller. */
export interface PortWait {
  readonly definition: ServiceDefinition;
  readonly service: ServiceProcess;
  /** Calls back with the port; returns the function that stops watching. */
  readonly watch: (onPort: (port: number) => void) => () => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Waits until the child's port is known.
 * @throws `MC_SERVICE_START_FAILED` with exit code and last lines when the child ends first,
 *   `MC_SERVICE_START_TIMEOUT` with last lines when it never says a port; the abort otherwise.
 */
export async function waitForPort({ clock, definition, service, signal, watch }: PortWait): Promise<number> {
  let unwatch = (): void => undefined;
  let unlisten = (): void => undefined;
  let timer: ClockTimer | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      const abort = (): void => reject(startAbortedError(definition, signal.reason));
      signal.addEventListener('abort', abort, { once: true });
      unlisten = () => signal.removeEventListener('abort', abort);
      if (signal.aborted) abort();
      timer = clock.setTimeout(() => reject(neverListenedError(definition, service)), definition.readiness.timeoutMs);
      unwatch = watch(resolve);
      void service.gone.then(() => reject(endedEarlyError(definition, service)));
    });
  } finally {
    unwatch();
    clock.clearTimeout(timer);
    unlisten();
  }
}
