import { MediaConduitError } from '../error/mediaconduit-error';

const SHOWN_CHARACTERS = 500;

/** What was wanted of a service, and what came. */
export interface UnexpectedReply {
  /** In words that follow "something else than": `a transcript`. */
  readonly expected: string;
  /** Shown shortened. */
  readonly reply: unknown;
}

/**
 * `MC_SERVICE_REPLY_INVALID`, for a reply that another service, or another version of it, seems to have given.
 * `service` is its name for people: `whisper`.
 */
export function unexpectedReply(service: string, { expected, reply }: UnexpectedReply): MediaConduitError {
  return new MediaConduitError(
    'MC_SERVICE_REPLY_INVALID',
    `The ${service} service answered something else than ${expected}.`,
    {
      hint: `check that the service which the provider was configured with is the ${service} service, in a version that goes with the provider`,
      facts: { service, expected, reply: JSON.stringify(reply)?.slice(0, SHOWN_CHARACTERS) },
    },
  );
}
