import { ERROR_CODES, type ErrorCode } from './error-codes';

const MARK = Symbol.for('mediaconduit.error');

/** What an error carries besides its code and message. */
export interface ErrorDetails {
  /** The next step for a person, as one sentence. */
  readonly hint?: string;
  /** The values the message talks about, by name. Never a secret. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Overrides what the code says about retrying. */
  readonly retryable?: boolean;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * Recognise it with {@link isMediaConduitError} and branch on `code`: `instanceof` fails when a provider brings its own
 * copy of the SDK.
 */
export class MediaConduitError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;
  readonly [MARK] = true;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'MediaConduitError';
    this.code = code;
    this.hint = details.hint;
    this.facts = details.facts ?? {};
    this.retryable = details.retryable ?? ERROR_CODES[code].retryable;
  }

  /** Exit code of the command line for this error. */
  get exitCode(): number {
    return ERROR_CODES[this.code].exitCode;
  }

  /** HTTP status of the gateway for this error. */
  get httpStatus(): number {
    return ERROR_CODES[this.code].httpStatus;
  }

  /** An RFC 9457 problem document plus `code`, `hint`, `retryable` and `facts`. */
  toJSON(): Record<string, unknown> {
    return {
      type: `https://mediaconduit.dev/errors/${this.code}`,
      title: ERROR_CODES[this.code].summary,
      status: this.httpStatus,
      detail: this.message,
      code: this.code,
      hint: this.hint,
      retryable: this.retryable,
      facts: this.facts,
    };
  }
}

/** True for a {@link MediaConduitError} of any copy of the SDK; with a code, only for that code. */
export function isMediaConduitError(value: unknown, code?: ErrorCode): value is MediaConduitError {
  if (typeof value !== 'object' || value === null || !(MARK in value)) return false;
  return code === undefined || (value as MediaConduitError).code === code;
}
