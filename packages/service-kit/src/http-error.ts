/** What an {@link HttpError} carries beside its status and message. */
export interface HttpErrorDetails {
  /** A stable word for programs: `body-too-large`. */
  readonly code?: string;
  /** The next step for the person who reads it. */
  readonly hint?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** More fields of the body, for programs: `{ question, sizeBytes }`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Thrown by a handler to answer with a status of 400 or above and the body `{ error: message, code?, hint? }`. */
export class HttpError extends Error {
  readonly code: string | undefined;
  readonly hint: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly status: number,
    message: string,
    details: HttpErrorDetails = {},
  ) {
    super(message);
    this.name = 'HttpError';
    this.code = details.code;
    this.hint = details.hint;
    this.headers = details.headers ?? {};
    this.extra = details.extra;
  }

  /** The body of the answer. */
  toJSON(): Record<string, unknown> {
    return { ...this.extra, error: this.message, code: this.code, hint: this.hint };
  }
}

/** What a client gets to see of whatever was thrown: nothing of the inside. */
export function publicError(thrown: unknown): HttpError {
  if (thrown instanceof HttpError) return thrown;
  return new HttpError(500, 'the service failed on this request', { code: 'internal' });
}
