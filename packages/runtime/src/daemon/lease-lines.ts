import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { anySignal, MediaConduitError } from '@mediaconduit/sdk';
import type { ResolvedService } from '../config/resolved-stack';
import { DEFAULT_BREAKER } from '../resilience/breaker-settings';
import { DEFAULT_BULKHEAD } from '../resilience/bulkhead-settings';
import type { ServiceUnit } from '../supervisor/service-unit';
import type { Supervisor } from '../supervisor/supervisor';
import type { UnitStateName } from '../supervisor/unit-state';
import type { CallLimits, LeaseLine, ServiceStatus, StackLine } from './protocol';

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

/** States in which a service answers at the address that was told. */
const ANSWERING: ReadonlySet<UnitStateName> = new Set<UnitStateName>(['ready', 'degraded', 'unknown']);

/**
 * Keeps a service running, tells where, and how it is to be called. Ends when it does not answer there any more. When it
 * is replaced or stopped on purpose, that is told before, and the supervisor waits for the signal: the calls are over.
 * One that is gone before the signal ends the lines, too.
 * @throws `MC_SERVICE_NOT_FOUND`, `MC_SERVICE_GONE` when it ends in the moment in which it is ready.
 */
export async function* leaseLines(
  stack: LeasedStack,
  service: string,
  signal: AbortSignal,
): AsyncGenerator<LeaseLine, void, void> {
  const name = stack.find(service)?.name ?? service;
  using lease = await stack.supervisor.acquire(name, signal);
  const unit = lease.unit as ServiceUnit | undefined;
  if (!unit) throw goneError(service);
  const letGo = unit.hold?.();
  try {
    const generation = stack.statusOf(name)?.generation;
    yield* linesOf(stack, { name, unit }, signal);
    const { generation: present, state } = stack.statusOf(name) ?? {};
    const isWaitedFor = state === 'draining' || present !== generation;
    if (!unit.running || !isWaitedFor) return;
    lease.release(); // the next run is no matter of this lease
    yield { type: 'leaving' };
    const over = anySignal([signal, unit.gone]);
    if (!over.aborted) await once(over, 'abort');
  } finally {
    letGo?.();
  }
}

/** Ends when the run takes no calls any more. */
async function* linesOf(
  { find, lines, statusOf }: LeasedStack,
  { name, unit: { running } }: { readonly name: string; readonly unit: ServiceUnit },
  signal: AbortSignal,
): AsyncGenerator<LeaseLine, void, void> {
  const generation = statusOf(name)?.generation ?? 0;
  if (!running) return;
  const present = (): CallLimits => limitsOf(find(name));
  let limits = present();
  yield { type: 'address', baseUrl: running.baseUrl, engine: running.engine, generation, ...limits };
  // before anybody listened
  while (!isDeepStrictEqual(limits, present())) yield { type: 'limits', ...(limits = present()) };
  const answers = (status = statusOf(name)): boolean =>
    status?.generation === generation && status.baseUrl !== undefined && ANSWERING.has(status.state);
  if (!answers()) return;
  for await (const line of lines(signal)) {
    if (line.type === 'state' && line.service === name && !answers(line.status)) return;
    if (!isDeepStrictEqual(limits, present())) yield { type: 'limits', ...(limits = present()) };
  }
}

function limitsOf({ breaker, bulkhead }: Partial<CallLimits> = {}): CallLimits {
  return { breaker: breaker ?? DEFAULT_BREAKER, bulkhead: bulkhead ?? DEFAULT_BULKHEAD };
}

function goneError(service: string): MediaConduitError {
  return new MediaConduitError(
    'MC_SERVICE_GONE',
    `The service "${service}" ended in the moment in which it was ready.`,
    {
      hint: 'mediaconduit status says why; make the call again if it is still wanted',
      facts: { service },
    },
  );
}
