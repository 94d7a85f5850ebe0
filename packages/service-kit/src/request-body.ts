import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a route allows the sender of a body. */
export interface BodyLimits {
  readonly maxBodyBytes: number;
  /** Longest wait for the next byte, in ms. */
  readonly idleTimeoutMs: number;
}

/** How a route takes its body: what may be sent, and what the handler gets of it. */
export interface RequestBody<Body = unknown> {
  /** JSON Schema (2020-12) by content type, for the OpenAPI document. */
  readonly content: Readonly<Record<string, object>>;
  /** @throws HttpError 400, 408, 413 or 415 with a sentence about what is wrong. */
  read(request: IncomingMessage, response: ServerResponse, limits: BodyLimits): Promise<Body>;
}
