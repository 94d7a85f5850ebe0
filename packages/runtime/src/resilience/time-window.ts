/** How many there were in a window, and how many of them were marked. */
export interface WindowCounts {
  readonly total: number;
  readonly marked: number;
}

interface Bucket {
  /** Number of the span of time that it counts. */
  span: number;
  total: number;
  marked: number;
}

/**
 * Counts what happened in the last `windowMs`, which leaves the window in `buckets` steps. Has no timer: what is too old is
 * passed over when it is looked at, however long nobody did.
 */
export class TimeWindow {
  readonly #bucketMs: number;
  readonly #buckets: readonly Bucket[];

  constructor({ windowMs, buckets }: { readonly windowMs: number; readonly buckets: number }) {
    this.#bucketMs = windowMs / buckets;
    this.#buckets = Array.from({ length: buckets }, () => ({ span: -Infinity, total: 0, marked: 0 }));
  }

  /** @param now never smaller than before. */
  add(now: number, { total, marked }: WindowCounts): void {
    const bucket = this.#bucketOf(Math.floor(now / this.#bucketMs));
    bucket.total += total;
    bucket.marked += marked;
  }

  counts(now: number): WindowCounts {
    const oldest = Math.floor(now / this.#bucketMs) - this.#buckets.length + 1;
    let [total, marked] = [0, 0];
    for (const bucket of this.#buckets) {
      if (bucket.span < oldest) continue;
      total += bucket.total;
      marked += bucket.marked;
    }
    return { total, marked };
  }

  clear(): void {
    for (const bucket of this.#buckets) bucket.span = -Infinity;
  }

  #bucketOf(span: number): Bucket {
    const bucket = this.#buckets[span % this.#buckets.length] as Bucket;
    if (bucket.span !== span) Object.assign(bucket, { span, total: 0, marked: 0 });
    return bucket;
  }
}
