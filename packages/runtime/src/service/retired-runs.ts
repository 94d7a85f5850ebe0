import { setImmediate } from 'node:timers/promises';
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
  /** By id. */
  readonly #runs = new Map<string, ServiceRun>();

  add(run: ServiceRun): void {
    this.#runs.set(run.running.id, run);
    void this.#finish(run).catch(() => undefined); // who made the other run ends this one
  }

  /** One of them may have ended: its calls under way fail. */
  lost(id: string): void {
    void this.#runs.get(id)?.client.destroy();
  }

  /** Calls under way fail with the reason. */
  async end(reason: MediaConduitError): Promise<void> {
    await Promise.all([...this.#runs.values()].map(({ client }) => client.destroy(reason)));
  }

  async #finish({ client, engine, running: { id } }: ServiceRun): Promise<void> {
    await setImmediate(); // a caller that was given the run a moment ago makes its call
    await client.close().catch(() => undefined); // it was destroyed meanwhile
    this.#runs.delete(id);
    await engine.release(id);
  }
}
