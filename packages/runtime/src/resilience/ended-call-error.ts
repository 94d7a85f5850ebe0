import { isMediaConduitError, MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { errorProperty } from './error-property';

/** The error for a call that was ended with `reason`: a typed error is passed on, else it was a deadline or a cancellation. */
export function endedCallError(name: string, reason: unknown): MediaConduitError {
  if (isMediaConduitError(reason)) return reason;
  const details = { facts: { name }, cause: reason };
  if (errorProperty(reason, 'name') === 'TimeoutError') {
    return new MediaConduitError('MC_CALL_TIMEOUT', `The call to "${name}" was ended: ${messageOf(reason)}.`, {
      hint: 'raise timeoutMs, or look at what was called: it may hang',
      ...details,
    });
  }
  return new MediaConduitError('MC_CALL_ABORTED', `The call to "${name}" was cancelled.`, {
    hint: 'the signal of the call ended it; make the call again if it is still wanted',
    ...details,
  });
}
