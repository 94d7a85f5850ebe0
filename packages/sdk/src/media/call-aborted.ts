import { isDeadline } from '../error/is-deadline';
import { MediaConduitError, isMediaConduitError } from '../error/mediaconduit-error';

/** The error for work that `signal` ended: a MediaConduitError given as the reason, a timeout, or a cancellation. */
export function callAborted(signal: AbortSignal | undefined): MediaConduitError {
  const reason: unknown = signal?.reason;
  if (isMediaConduitError(reason)) return reason;
  if (isDeadline(reason)) {
    return new MediaConduitError('MC_CALL_TIMEOUT', 'A media value was not read before the deadline.', {
      hint: 'give it more time, or a smaller value',
      cause: reason,
    });
  }
  return new MediaConduitError('MC_CALL_ABORTED', 'The reading of a media value was cancelled.', {
    hint: 'the signal of the caller ended it; read it again if it is still wanted',
    cause: reason,
  });
}

/** @throws `MC_CALL_ABORTED` when `signal` has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw callAborted(signal);
}
