import { MediaConduitError } from '@mediaconduit/sdk';
import type { Generation } from './generation';

/** `MC_CONFIG_CONFLICT`: the caller has seen another configuration than the one in force. */
export function conflictError(seen: string, now: string | undefined): MediaConduitError {
  return new MediaConduitError('MC_CONFIG_CONFLICT', 'The configuration was changed by somebody else meanwhile.', {
    hint: 'read it again and make the change anew',
    facts: { ifMatch: seen, etag: now },
  });
}

/** `MC_CONFIG_INVALID`: nothing to go back to. */
export function noGenerationError(seq?: number, kept: readonly Generation[] = []): MediaConduitError {
  const what = seq === undefined ? 'no earlier configuration' : `no configuration ${seq}`;
  const known = kept.map((one) => one.seq).join(', ');
  return new MediaConduitError('MC_CONFIG_INVALID', `There is ${what} to go back to.`, {
    hint: known === '' ? 'none was applied yet' : `kept are: ${known}`,
    facts: { seq },
  });
}
