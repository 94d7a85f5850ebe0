import type { Readable } from 'node:stream';

/** An answer that is not plain JSON with status 200: another content type, bytes, another status, more headers. */
export class Reply {
  constructor(
    /** A stream is sent as it comes and destroyed when the client goes. */
    readonly body: string | Uint8Array | Readable,
    readonly contentType: string,
    readonly status = 200,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** `value` as `application/json`; what JSON has no word for (`undefined`) becomes `null`. */
  static json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
    return new Reply(JSON.stringify(value ?? null), 'application/json', status, headers);
  }
}
