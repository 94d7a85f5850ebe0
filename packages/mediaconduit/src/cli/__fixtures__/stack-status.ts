import type { CrashStatus, ServiceStatus, StackStatus } from '@mediaconduit/runtime/supervision';

/** A service that is ready at 127.0.0.1:4000, unless said otherwise. */
export function serviceStatus(name: string, given: Partial<ServiceStatus> = {}): ServiceStatus {
  const { state = 'ready' } = given;
  const isReady = state === 'ready';
  return {
    ...{ name, serviceId: name, state, generation: 1, critical: false, dependsOn: [], restarts: 0 },
    ...{ uptimeMs: isReady ? 200_000 : 0, baseUrl: isReady ? 'http://127.0.0.1:4000' : undefined },
    ...given,
  };
}

/** A crash with exit code 3, unless said otherwise. */
export function crashStatus(given: Partial<CrashStatus> = {}): CrashStatus {
  const error = {
    code: 'MC_SERVICE_GONE',
    detail: '"worker" ended by itself with exit code 3.',
    hint: 'read its output',
  };
  return {
    ...{ at: '2026-01-01T00:00:00.000Z', error, exitCode: 3, uptimeMs: 2100, restarts: 5 },
    ...{ changes: ['environment.PORT: "1" → "2"'], logs: ['reading', 'no \u001b[31mport'] },
    ...given,
  };
}

/** The stack `shop`. */
export function stackStatus(file: string, services: readonly ServiceStatus[]): StackStatus {
  return { id: 'shop-1', name: 'shop', file, features: {}, configuration: 1, services };
}
