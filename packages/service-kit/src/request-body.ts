import type { IncomingMessage, ServerResponse } from 'node:http';

/** How a route takes its body: what may be sent, and what the handler gets of it. */
export interface RequestBody<Body = unknown> {
  /** JSON Schema (2020-12) by content type, for the OpenAPI document. */
  readonly content: Readonly<Record<string, object>>;
  /** @throws HttpError 400, 413 or 415 with a sentence about what is wrong. */
  read(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<Body>;
}
