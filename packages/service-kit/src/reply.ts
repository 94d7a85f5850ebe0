import type { Readable } from 'node:stream';

/** How an answer that is a stream goes to its client. */
export interface ReplyTransfer {
  /** Longest time in ms that the client may leave bytes unread; 0 = for ever. Default: the limit of the service. */
  readonly idleTimeoutMs?: number;
  /** Called once: with true when the last byte was handed to the connection, with false when the client went before. */
  readonly onEnd?: (isComplete: boolean) => void;
}

/** An answer that is not plain JSON with status 200: another content type, bytes, another status, more headers. */
export class Reply {
  /** To be set for a stream that is not sent as all others are. */
  transfer: ReplyTransfer = {};

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
