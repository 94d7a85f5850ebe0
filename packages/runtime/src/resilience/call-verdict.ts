import { isMediaConduitError, type ErrorCode, type MediaConduitError } from '@mediaconduit/sdk';
import { errorProperty } from './error-property';

/**
 * What the end of a call says about the one that was called. `ignored` says nothing: the caller gave up, or too many called
 * at once.
 */
export type CallVerdict = 'success' | 'failure' | 'connection-failure' | 'ignored';

/** Codes that mean the same whatever the answer was. */
const VERDICTS: Partial<Record<ErrorCode, CallVerdict>> = {
  MC_SERVICE_GONE: 'connection-failure',
  MC_PROVIDER_CRASHED: 'connection-failure',
  MC_CALL_TIMEOUT: 'failure',
  MC_SERVICE_HUNG: 'failure',
  MC_SERVICE_START_FAILED: 'failure',
  MC_SERVICE_START_TIMEOUT: 'failure',
};

/** Codes of a fault that came without an HTTP status: the error line of a stream, or no answer at all. */
const WITHOUT_STATUS: Partial<Record<ErrorCode, CallVerdict>> = {
  MC_SERVICE_ERROR: 'failure',
  MC_REMOTE_ERROR: 'connection-failure',
};

const CONNECTION_CODES: ReadonlySet<string | undefined> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'],
  ...['EAI_AGAIN', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/**
 * The verdict on an error. Connection errors, timeouts and 5xx are failures unless they are marked `retryable: false`; an
 * answer of 4xx shows that the other side works; cancellations, 429 and the word `busy` are ignored. Of errors that are not
 * ours all but cancellations are failures.
 */
export function verdictOn(error: unknown): CallVerdict {
  if (isMediaConduitError(error)) return verdictOnTyped(error);
  if (errorProperty(error, 'name') === 'AbortError') return 'ignored';
  return isConnectionError(error) ? 'connection-failure' : 'failure';
}

function verdictOnTyped({ code, retryable, facts }: MediaConduitError): CallVerdict {
  const fixed = VERDICTS[code];
  if (fixed !== undefined) return fixed;
  const { status } = facts;
  if (typeof status !== 'number') return (retryable && WITHOUT_STATUS[code]) || 'ignored';
  if (status === 429 || facts['serviceCode'] === 'busy') return 'ignored';
  if (status < 500) return 'success';
  return retryable ? 'failure' : 'ignored';
}

/** `fetch` hides the code of the system in the cause. */
function isConnectionError(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {};
  return CONNECTION_CODES.has(errorProperty(error, 'code')) || CONNECTION_CODES.has(errorProperty(cause, 'code'));
}
