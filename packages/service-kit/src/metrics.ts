import type { Routed } from './route-table';

const BUCKETS_SECONDS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60];

interface RouteCounts {
  readonly byStatus: Map<number, number>;
  readonly buckets: number[];
  sumSeconds: number;
  count: number;
}

/** Counts requests and renders them in the Prometheus text format. */
export class Metrics {
  readonly #countsByRoute = new Map<Routed | undefined, RouteCounts>();
  #inFlight = 0;

  start(): void {
    this.#inFlight += 1;
  }

  /** `route` is undefined when none was found: made-up paths must not grow the table. */
  end(route: Routed | undefined, status: number, durationMs: number): void {
    this.#inFlight -= 1;
    const counts = this.#countsOf(route);
    const seconds = durationMs / 1000;
    counts.byStatus.set(status, (counts.byStatus.get(status) ?? 0) + 1);
    counts.sumSeconds += seconds;
    counts.count += 1;
    const bucket = BUCKETS_SECONDS.findIndex((limit) => seconds <= limit);
    if (bucket >= 0) counts.buckets[bucket] = (counts.buckets[bucket] ?? 0) + 1;
  }

  #countsOf(route: Routed | undefined): RouteCounts {
    const known = this.#countsByRoute.get(route);
    if (known) return known;
    const counts = {
      byStatus: new Map<number, number>(),
      buckets: BUCKETS_SECONDS.map(() => 0),
      sumSeconds: 0,
      count: 0,
    };
    this.#countsByRoute.set(route, counts);
    return counts;
  }

  render(): string {
    const requests: string[] = [];
    const durations: string[] = [];
    for (const [route, counts] of this.#countsByRoute) {
      const labels = `method="${route?.method ?? ''}",route="${route?.path ?? ''}"`;
      for (const [status, count] of counts.byStatus) {
        requests.push(`mediaconduit_service_requests_total{${labels},code="${status}"} ${count}`);
      }
      durations.push(...histogram('mediaconduit_service_request_duration_seconds', labels, counts));
    }
    return [
      '# TYPE mediaconduit_service_requests_total counter',
      ...requests,
      '# TYPE mediaconduit_service_request_duration_seconds histogram',
      ...durations,
      '# TYPE mediaconduit_service_requests_in_flight gauge',
      `mediaconduit_service_requests_in_flight ${this.#inFlight}`,
      '# TYPE process_resident_memory_bytes gauge',
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      '',
    ].join('\n');
  }
}

function histogram(name: string, labels: string, counts: RouteCounts): string[] {
  let below = 0;
  const lines = BUCKETS_SECONDS.map((limit, index) => {
    below += counts.buckets[index] ?? 0;
    return `${name}_bucket{${labels},le="${limit}"} ${below}`;
  });
  return [
    ...lines,
    `${name}_bucket{${labels},le="+Inf"} ${counts.count}`,
    `${name}_sum{${labels}} ${counts.sumSeconds}`,
    `${name}_count{${labels}} ${counts.count}`,
  ];
}
