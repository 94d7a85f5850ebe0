import { HttpError, type HttpErrorDetails } from './http-error';

/** The words that callers of every service understand, with their HTTP status. */
export const FAULT_STATUS = Object.freeze({
  'invalid-input': 422,
  'input-too-large': 413,
  'invalid-options': 422,
  'unknown-model': 404,
  'confirmation-needed': 409,
  'no-space': 507,
  'out-of-memory': 507,
  'weights-unavailable': 502,
  'weights-invalid': 502,
  busy: 503,
} as const);

/** One key of {@link FAULT_STATUS}. */
export type FaultCode = keyof typeof FAULT_STATUS;

const RETRY_AFTER_SECONDS = '1';

/** The error for a fault that every caller can tell apart; `busy` asks to try again after a second unless told otherwise. */
export function fault(code: FaultCode, message: string, details: Omit<HttpErrorDetails, 'code'> = {}): HttpError {
  const retry = code === 'busy' ? { 'retry-after': RETRY_AFTER_SECONDS } : undefined;
  return new HttpError(FAULT_STATUS[code], message, { ...details, code, headers: { ...retry, ...details.headers } });
}
