import { isMediaConduitError, MediaConduitError } from '@mediaconduit/sdk';

const READER_GONE = 'stdout was closed';

/** The reason to stop when nobody reads stdout any more, as in `| head`: that is no fault. */
export function readerGone(): MediaConduitError {
  return new MediaConduitError('MC_CALL_ABORTED', 'Nobody reads the output any more.', {
    facts: { reason: READER_GONE },
  });
}

/** True for what {@link readerGone} made, also as the cause of what a cancelled call threw. */
export function isReaderGone(thrown: unknown): boolean {
  if (!isMediaConduitError(thrown)) return false;
  return thrown.facts['reason'] === READER_GONE || isReaderGone(thrown.cause);
}
