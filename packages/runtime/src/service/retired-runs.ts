import { once } from 'node:events';
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

/** A run that ends its calls. */
interface RetiredRun extends ServiceRun {
  /** Aborted when they are not waited for any more. */
  readonly cut: AbortController;
}

/**
 * Runs that take no new calls: each is given back to its engine when its last call is over, and the last connection through a
 * stable port. Leases are not waited for: a program may hold one as long as it lives.
 */
export class RetiredRuns {
  /** By id. */
  readonly #runs = new Map<string, RetiredRun>();

  add(run: ServiceRun): void {
    const retired = { ...run, cut: new AbortController() };
    this.#runs.set(run.running.id, retired);
    void this.#finish(retired).catch(() => undefined); // who made the other run ends this one
  }

  /** One of them may have ended: its calls under way fail. */
  lost(id: string): void {
    const run = this.#runs.get(id);
    if (run) void this.#cut(run);
  }

  /** Calls under way fail with the reason. */
  async end(reason: MediaConduitError): Promise<void> {
    await Promise.all([...this.#runs.values()].map((run) => this.#cut(run, reason)));
  }

  async #cut({ client, cut }: RetiredRun, reason?: MediaConduitError): Promise<void> {
    cut.abort();
    await client.destroy(reason);
  }

  async #finish({ client, cut: { signal }, engine, running: { id } }: RetiredRun): Promise<void> {
    await setImmediate(); // a caller that was given the run a moment ago makes its call
    const calls = client.close().catch(() => undefined); // it was destroyed meanwhile
    if (!signal.aborted) await Promise.race([calls, once(signal, 'abort')]);
    this.#runs.delete(id);
    await engine.release(id);
  }
}
