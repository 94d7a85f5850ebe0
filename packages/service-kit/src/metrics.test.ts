import { Metrics } from './metrics';

describe('Metrics', () => {
  it('renders counters and cumulative buckets per route', () => {
    const metrics = new Metrics();
    const route = { method: 'POST', path: '/a' };
    for (const durationMs of [0.5, 3, 200_000]) {
      metrics.start();
      metrics.end(route, 200, durationMs);
    }
    const lines = metrics.render().split('\n');
    const name = 'mediaconduit_service_request_duration_seconds';
    expect(lines).toEqual(
      expect.arrayContaining([
        'mediaconduit_service_requests_total{method="POST",route="/a",code="200"} 3',
        `${name}_bucket{method="POST",route="/a",le="0.001"} 1`,
        `${name}_bucket{method="POST",route="/a",le="0.005"} 2`,
        `${name}_bucket{method="POST",route="/a",le="60"} 2`,
        `${name}_bucket{method="POST",route="/a",le="+Inf"} 3`,
        `${name}_sum{method="POST",route="/a"} 200.0035`,
        `${name}_count{method="POST",route="/a"} 3`,
        'mediaconduit_service_requests_in_flight 0',
      ]),
    );
  });
});
