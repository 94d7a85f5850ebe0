import { MediaConduitError, serviceFault, type ServiceReply, type ServiceRequest } from '@mediaconduit/sdk';

/** What a scripted service answers. At most one of `json`, `text` and `bytes`; default is an empty body. */
export interface FakeReply {
  /** Default 200. */
  readonly status?: number;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

/** The reply as a provider sees it. @throws what a real handle throws for 4xx and 5xx. */
export function toServiceReply(serviceId: string, reply: FakeReply, request: ServiceRequest): ServiceReply {
  const { status = 200 } = reply;
  const bytes = bodyOf(reply);
  if (status >= 400 && !request.acceptErrors) {
    throw serviceFault(serviceId, request.path, { status, body: bytes.toString('utf8') });
  }
  const type: Record<string, string> = reply.json === undefined ? {} : { 'content-type': 'application/json' };
  return {
    status,
    headers: { ...type, ...reply.headers },
    bytes,
    timing: { queueMs: 0, startMs: 0, computeMs: 0, transferMs: 0 },
    text: () => bytes.toString('utf8'),
    json: <T>() => parseJson(bytes) as T,
  };
}

function bodyOf({ bytes, json, text }: FakeReply): Buffer {
  if (bytes) return Buffer.from(bytes);
  return Buffer.from(json === undefined ? (text ?? '') : JSON.stringify(json), 'utf8');
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new MediaConduitError('MC_SERVICE_REPLY_INVALID', 'The service answered something that is not JSON.', {
      cause,
    });
  }
}
