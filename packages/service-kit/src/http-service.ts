import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { ConnectionTracker } from './connection-tracker';
import type { ListenTarget } from './listen-target';
import { ServiceStartError } from './service-start-error';
import type { ServiceState } from './service-state';

/** A service that can be started and stopped, in any process. `runService` ties it to the current one. */
export interface Service {
  /**
   * Resolves to the port once connections are accepted.
   * @throws {@link ServiceStartError} when the address cannot be used.
   */
  listen(target: ListenTarget): Promise<number>;
  /**
   * Stops accepting, lets running requests finish and closes every connection.
   * Resolves to false when requests were cut off after `graceMs` (default 10000). Called again, it waits for the same end.
   */
  drain(graceMs?: number): Promise<boolean>;
}

/** The collaborators of an {@link HttpService}. */
export interface HttpServiceParts {
  readonly server: Server;
  readonly connections: ConnectionTracker;
  readonly state: ServiceState;
  readonly ready?: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** The life of one HTTP server: starting, ready, draining. */
export class HttpService implements Service {
  readonly #parts: HttpServiceParts;
  #drained: Promise<boolean> | undefined;

  constructor(parts: HttpServiceParts) {
    this.#parts = parts;
  }

  async listen(target: ListenTarget): Promise<number> {
    const { server } = this.#parts;
    await new Promise<void>((resolve, reject) => {
      const refuse = (error: Error): void =>
        reject(new ServiceStartError(`cannot listen: ${error.message}`, { cause: error }));
      server.once('error', refuse);
      server.listen(target, () => {
        server.off('error', refuse);
        resolve();
      });
    });
    void this.#getReady();
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async #getReady(): Promise<void> {
    const { ready, state, onError } = this.#parts;
    try {
      if (ready) await ready();
      state.enter({ name: 'ready' });
    } catch (error) {
      onError(error);
      state.enter({ name: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  drain(graceMs = 10_000): Promise<boolean> {
    this.#drained ??= this.#drain(graceMs);
    return this.#drained;
  }

  #drain(graceMs: number): Promise<boolean> {
    const { server, connections, state } = this.#parts;
    state.enter({ name: 'draining' });
    return new Promise((resolve) => {
      let finished = true;
      const timer = setTimeout(() => {
        finished = false;
        connections.destroyAll();
      }, graceMs);
      // http's own close() would also cut answers that are still being flushed, see ConnectionTracker
      NetServer.prototype.close.call(server, () => {
        clearTimeout(timer);
        resolve(finished);
      });
      connections.closeWhenIdle();
    });
  }
}
