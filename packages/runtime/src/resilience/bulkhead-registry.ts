import type { Bulkhead, BulkheadMetrics } from './bulkhead';
import type { BulkheadSettings } from './bulkhead-settings';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- most programs limit nothing */
const loadBulkhead = () => require('./bulkhead') as typeof import('./bulkhead');

/** The bulkheads of one program, one per name. */
export class BulkheadRegistry {
  readonly #bulkheads = new Map<string, Bulkhead>();

  /** The one of this name; made when it is asked for first, and only then do settings count. */
  getBulkhead(name: string, settings?: Partial<BulkheadSettings>): Bulkhead {
    const bulkhead = this.#bulkheads.get(name) ?? new (loadBulkhead().Bulkhead)({ name, ...settings });
    this.#bulkheads.set(name, bulkhead);
    return bulkhead;
  }

  /** The one of this name, if anybody has asked for it. */
  find(name: string): Bulkhead | undefined {
    return this.#bulkheads.get(name);
  }

  /** By name. */
  getMetrics(): Readonly<Record<string, BulkheadMetrics>> {
    return Object.fromEntries([...this.#bulkheads].map(([name, bulkhead]) => [name, bulkhead.getMetrics()]));
  }
}
