/** What an {@link HttpError} carries beside its status and message. */
export interface HttpErrorDetails {
  /** A stable word for programs: `body-too-large`. */
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a handler to answer with a status of 400 or above and the body `{ error: message, code? }`. */
export class HttpError extends Error {
  readonly code: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    message: string,
    details: HttpErrorDetails = {},
  ) {
    super(message);
    this.name = 'HttpError';
    this.code = details.code;
    this.headers = details.headers ?? {};
  }
}
