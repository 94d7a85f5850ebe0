import { messageOf, type Clock } from '@mediaconduit/sdk';
import { callWithin } from '../resilience/call-within';
import type { UnitHealth } from '../supervisor/unit';

/** A health check of the original kind. */
export type HealthCheck = (serviceUrl?: string) => unknown;

/** What a look is limited by. */
export interface LookOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Looks once. `false`, `{ healthy: false }`, an error and no answer in time mean that it is not well. */
export async function look(check: () => unknown, options: LookOptions): Promise<UnitHealth> {
  try {
    const said = await callWithin(async () => check(), options);
    return isWell(said) ? { verdict: 'healthy' } : { verdict: 'unhealthy', reason: reasonOf(said) };
  } catch (thrown) {
    return { verdict: 'unhealthy', reason: messageOf(thrown) };
  }
}

function isWell(said: unknown): boolean {
  return Boolean(typeof said === 'object' && said !== null && 'healthy' in said ? said.healthy : said);
}

function reasonOf(said: unknown): string {
  const told = typeof said === 'object' && said !== null && 'message' in said ? said.message : undefined;
  return typeof told === 'string' ? told : 'its health check says no';
}
