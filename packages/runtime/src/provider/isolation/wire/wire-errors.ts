import { MediaConduitError } from '@mediaconduit/sdk';

/** The other process broke the rules of the wire between us: nothing that it sends can be trusted any more. */
export function brokenWire(reason: string, cause?: unknown): MediaConduitError {
  return new MediaConduitError('MC_PROVIDER_CRASHED', `The process of a provider broke the connection: ${reason}.`, {
    hint: 'a fault of the provider, or of the runtime; the next call starts the process again',
    facts: { reason },
    cause,
  });
}

/** The other process ended before a value of it was read. */
export function lostWire(): MediaConduitError {
  return new MediaConduitError('MC_PROVIDER_CRASHED', 'The process of a provider ended before its bytes were read.', {
    hint: 'make the call again, and read its result to the end before the provider is disposed',
  });
}

/** A value that cannot be given to another process. */
export function notSendable(what: string, path: readonly (string | number)[]): MediaConduitError {
  const place = path.length === 0 ? 'The value' : `The value at ${path.join('.')}`;
  return new MediaConduitError('MC_INPUT_INVALID', `${place} is ${what}, which cannot be given to another process.`, {
    hint: 'give plain data, media values, bytes or streams; or let the provider run in this process',
    facts: { path: path.join('.'), what },
  });
}
