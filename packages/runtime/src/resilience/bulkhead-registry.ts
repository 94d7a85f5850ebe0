import type { Bulkhead, BulkheadMetrics } from './bulkhead';
import type { BulkheadSettings } from './bulkhead-settings';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- most programs limit nothing */
const loadBulkhead = () => require('./bulkhead') as typeof import('./bulkhead');

/** The bulkheads of one program, one per name. */
export class BulkheadRegistry {
  readonly #bulkheads = new Map<string, Bulkhead>();
  readonly #listeners = new Set<(name: string) => void>();

  /** The one of this name; made when it is asked for first, and only then do settings count. */
  getBulkhead(name: string, settings?: Partial<BulkheadSettings>): Bulkhead {
    const known = this.#bulkheads.get(name);
    if (known) return known;
    const tell = (): void => {
      for (const listener of this.#listeners) listener(name);
    };
    const bulkhead = new (loadBulkhead().Bulkhead)({ name, ...settings, onChange: tell });
    this.#bulkheads.set(name, bulkhead);
    tell();
    return bulkhead;
  }

  /** Calls back with the name of one that goes by other settings, also when it is made; the returned function ends it. */
  onChange(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
