import type { MediaConduitError, RunningService, ServiceEngine } from '@mediaconduit/sdk';
import type { ServiceClient } from './service-client';

/** A service that runs and is ready. */
export interface ServiceRun {
  readonly engine: ServiceEngine;
  readonly running: RunningService;
  readonly client: ServiceClient;
  readonly readyAt: number;
}

/** Runs that take no new calls: each is given back to its engine when its last call is over. */
export class RetiredRuns {
  readonly #clients = new Set<ServiceClient>();

  add({ client, engine, running }: ServiceRun): void {
    this.#clients.add(client);
    const giveBack = async (): Promise<void> => {
      this.#clients.delete(client);
      await engine.release(running.id);
    };
    void client
      .close()
      .catch(() => undefined) // it was destroyed meanwhile
      .then(giveBack)
      .catch(() => undefined); // who made the other run ends this one
  }

  /** Calls under way fail with the reason. */
  async end(reason: MediaConduitError): Promise<void> {
    await Promise.all([...this.#clients].map((client) => client.destroy(reason)));
  }
}
