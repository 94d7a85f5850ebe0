import { MediaConduitError } from '../error/mediaconduit-error';
import type { ProviderConfig } from './provider';

const SHORTEST_TIMEOUT_MS = 1000;

/** @throws `MC_CONFIG_INVALID` for a `timeout` below 1000 ms, and for `retries` that cannot be counted. */
export function checkCallSettings({ timeout, retries }: Pick<ProviderConfig, 'timeout' | 'retries'>): void {
  if (timeout !== undefined && !(timeout >= SHORTEST_TIMEOUT_MS)) {
    throw new MediaConduitError('MC_CONFIG_INVALID', `timeout must be at least ${SHORTEST_TIMEOUT_MS}ms`, {
      hint: 'timeout counts milliseconds: 30000 are 30 seconds',
      facts: { setting: 'timeout', value: timeout },
    });
  }
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0)) {
    throw new MediaConduitError('MC_CONFIG_INVALID', 'retries must be a whole number', {
      hint: 'with 2 a call that failed is made up to three times, with 0 only once',
      facts: { setting: 'retries', value: retries },
    });
  }
}
