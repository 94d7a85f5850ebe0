import { MediaConduitError } from '@mediaconduit/sdk';

/** The error for whoever waits for a unit that somebody else stops. */
export function stoppedError(name: string): MediaConduitError {
  return new MediaConduitError('MC_CALL_ABORTED', `"${name}" was stopped before it was ready.`, {
    hint: 'start it again if it is still wanted',
    facts: { name },
  });
}

/** The error for calls after `close()`. */
export function closedError(): MediaConduitError {
  return new MediaConduitError('MC_RUNTIME_CLOSED', 'The supervisor was used after it was closed.', {
    hint: 'create a new one, or close it later',
  });
}

/** The error for a start that its caller gave up. */
export function cancelledError(cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_CALL_ABORTED', 'The start was cancelled, and what it had begun is undone.', {
    hint: 'the signal of the call ended it; start again if it is still wanted',
    cause,
  });
}
