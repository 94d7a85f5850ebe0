/** One part of a recorded `multipart/form-data` body. What is not given is not compared. */
export interface RecordedPart {
  readonly fileName?: string;
  readonly contentType?: string;
  /** The content, of a field as of a file. */
  readonly text?: string;
  /** The content, for a part that holds JSON: the order of its keys does not matter. */
  readonly json?: unknown;
  /** SHA-256 of the content in hexadecimal digits. */
  readonly sha256?: string;
}

/** What a request must be to get the response. A body is only compared where one is recorded. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query, whose parameters may come in any order: `/api/show?verbose=true`. */
  readonly path: string;
  /** Content type without parameters. */
  readonly contentType?: string;
  /** A JSON body; the order of its keys does not matter. */
  readonly json?: unknown;
  /** A `multipart/form-data` body: fields and files by name, several of one name as a list. */
  readonly form?: Readonly<Record<string, RecordedPart | readonly RecordedPart[]>>;
  readonly text?: string;
  readonly bodyBase64?: string;
  /** SHA-256 of the body in hexadecimal digits, for bodies that are too large to be kept. */
  readonly bodySha256?: string;
}

/** A piece of a response, sent on its own. One of `text`, `json` and `base64` is given. */
export interface RecordedChunk {
  /** How long after the piece before it, in ms. Default 0. */
  readonly afterMs?: number;
  readonly text?: string;
  /** One line of NDJSON: the value and a line feed. */
  readonly json?: unknown;
  readonly base64?: string;
}

/** What is answered. At most one of `json`, `text`, `base64`, `file` and `chunks` is given; the default is an empty body. */
export interface RecordedResponse {
  /** Default 200. */
  readonly status?: number;
  /** Names in lower case. Default: the content type that fits the body. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly base64?: string;
  /** A file beside the recording that holds the body. */
  readonly file?: string;
  /** A body that comes in pieces. */
  readonly chunks?: readonly RecordedChunk[];
  /**
   * How it does not end: with `cut` the connection is destroyed behind the body that is given, with `hang` nothing more
   * comes until the client goes or the server is disposed.
   */
  readonly broken?: 'cut' | 'hang';
}

/** A request and what was answered to it. */
export interface Exchange {
  readonly request: RecordedRequest;
  readonly response: RecordedResponse;
}

/** What stands in a file of recorded exchanges. */
export interface Recording {
  /** What was recorded, of which version, for people. */
  readonly about?: string;
  readonly exchanges: readonly Exchange[];
}
