import { MediaConduitError } from '@mediaconduit/sdk';
import { createManualClock } from '@mediaconduit/testkit';
import type { BreakerSettings } from '../breaker-settings';
import { CircuitBreaker } from '../circuit-breaker';

export const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
export const fault = (status: number) => new MediaConduitError('MC_SERVICE_ERROR', `${status}`, { facts: { status } });
export const succeed = async () => 'done';
export const hang = () => new Promise<never>(() => undefined);
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export function setUp(settings?: Partial<BreakerSettings>) {
  const clock = createManualClock();
  const breaker = new CircuitBreaker({ name: 'whisper', clock, random: () => 0.5, settings });
  const fail = (error: Error) => breaker.execute(() => Promise.reject(error)).catch((thrown: unknown) => thrown);
  const failTimes = async (times: number, error: Error = refused()) => {
    for (let time = 0; time < times; time++) await fail(error);
  };
  return { clock, breaker, fail, failTimes };
}

export async function halfOpen(settings?: Partial<BreakerSettings>) {
  const parts = setUp(settings);
  await parts.failTimes(5);
  await parts.clock.advance(5000);
  return parts;
}
