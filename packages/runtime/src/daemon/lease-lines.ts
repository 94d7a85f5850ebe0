import { isDeepStrictEqual } from 'node:util';
import type { ResolvedService } from '../config/resolved-stack';
import { DEFAULT_BREAKER } from '../resilience/breaker-settings';
import type { ServiceUnit } from '../supervisor/service-unit';
import type { Supervisor } from '../supervisor/supervisor';
import type { LeaseLine, ServiceStatus, StackLine } from './protocol';

/** What a lease needs to know of the stack. */
export interface LeasedStack {
  readonly supervisor: Supervisor;
  /** By id or name, as the stack file in force has it. */
  readonly find: (service: string) => ResolvedService | undefined;
  /** By name. */
  readonly statusOf: (name: string) => ServiceStatus | undefined;
  /** What happens from now on. */
  readonly lines: (signal: AbortSignal) => AsyncIterable<StackLine>;
}

/**
 * Keeps a service running, tells where, and how it is to be called; ends when it does not answer there any more.
 * @throws `MC_SERVICE_NOT_FOUND`
 */
export async function* leaseLines(
  { find, lines, statusOf, supervisor }: LeasedStack,
  service: string,
  signal: AbortSignal,
): AsyncGenerator<LeaseLine, void, void> {
  const name = find(service)?.name ?? service;
  using lease = await supervisor.acquire(name, signal);
  const { running } = lease.unit as ServiceUnit;
  const generation = statusOf(name)?.generation ?? 0;
  if (!running) return;
  const breakerNow = () => find(name)?.breaker ?? DEFAULT_BREAKER;
  let breaker = breakerNow();
  yield { type: 'address', baseUrl: running.baseUrl, engine: running.engine, generation, breaker };
  const isGone = (status = statusOf(name)): boolean =>
    status?.generation !== generation || status.baseUrl === undefined;
  if (isGone()) return; // before anybody listened
  for await (const line of lines(signal)) {
    if (line.type === 'state' && line.service === name && isGone(line.status)) return;
    if (!isDeepStrictEqual(breaker, breakerNow())) yield { type: 'breaker', breaker: (breaker = breakerNow()) };
  }
}
