import { MediaConduitError, isMediaConduitError, type ErrorDetails } from './mediaconduit-error';
import type { ErrorCode } from './error-codes';

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Anything but a {@link MediaConduitError} is wrapped in one, as its `cause`. */
export function toMediaConduitError(
  thrown: unknown,
  code: ErrorCode = 'MC_INTERNAL',
  details: Omit<ErrorDetails, 'cause'> = {},
): MediaConduitError {
  if (isMediaConduitError(thrown)) return thrown;
  return new MediaConduitError(code, messageOf(thrown), { ...details, cause: thrown });
}
