import { ERROR_CODES, MediaConduitError, messageOf, toMediaConduitError, type ErrorCode } from '@mediaconduit/sdk';

/** An error as a problem document (RFC 9457): what the supervisor answers with. */
export function toWireError(thrown: unknown): Record<string, unknown> {
  return toMediaConduitError(thrown, 'MC_INTERNAL').toJSON();
}

/** The error that a problem document tells; anything else is an answer that the supervisor does not give. */
export function fromWireError(document: unknown): MediaConduitError {
  const { code, detail, hint, facts, retryable } = Object(document) as Readonly<Record<string, unknown>>;
  if (typeof code !== 'string' || !Object.hasOwn(ERROR_CODES, code)) {
    return new MediaConduitError('MC_SUPERVISOR_UNREACHABLE', 'What listens there is no supervisor of this version.', {
      hint: 'mediaconduit down --all ends it; then start again',
      facts: { answer: messageOf(document).slice(0, 200) },
    });
  }
  return new MediaConduitError(code as ErrorCode, String(detail), {
    hint: typeof hint === 'string' ? hint : undefined,
    facts: Object(facts) as Record<string, unknown>,
    retryable: retryable === true,
  });
}
