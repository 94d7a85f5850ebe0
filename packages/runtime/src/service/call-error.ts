import {
  isMediaConduitError,
  MediaConduitError,
  messageOf,
  type ErrorCode,
  type ServiceRequest,
} from '@mediaconduit/sdk';

/** What was asked of a service when a call ended; the address as far as it is known. */
interface EndedCall extends Pick<ServiceRequest, 'path' | 'signal'> {
  readonly baseUrl?: string;
}

/** Turns what ended a call into a typed error: deadline, cancel, or the connection. */
export function toCallError(thrown: unknown, service: string, request: EndedCall): MediaConduitError {
  if (isMediaConduitError(thrown)) return thrown;
  const { baseUrl, path } = request;
  const facts = { service, path, baseUrl };
  const who = `The service "${service}"${baseUrl === undefined ? '' : ` at ${baseUrl}`}`;
  if (isRefusedRequest(thrown)) return requestError(service, request, messageOf(thrown), thrown);
  if (isNamed(thrown, 'TimeoutError')) {
    return new MediaConduitError('MC_CALL_TIMEOUT', `${who} did not answer ${path} in time: ${messageOf(thrown)}.`, {
      hint: 'raise timeoutMs, or look at the service: mediaconduit services logs ' + service,
      facts,
      cause: thrown,
    });
  }
  if (request.signal?.aborted || isNamed(thrown, 'AbortError')) {
    return new MediaConduitError('MC_CALL_ABORTED', `The call to "${service}" was cancelled.`, {
      hint: 'the signal of the call ended it; make the call again if it is still wanted',
      facts,
      cause: thrown,
    });
  }
  return new MediaConduitError('MC_SERVICE_GONE', `${who} went away during ${path}: ${messageOf(thrown)}.`, {
    hint: `mediaconduit services logs ${service}`,
    facts,
    cause: thrown,
  });
}

/** A request that cannot be sent: an impossible path or header, a body that is no JSON. */
export function requestError(
  service: string,
  { path }: Pick<ServiceRequest, 'path'>,
  reason: string,
  cause?: unknown,
): MediaConduitError {
  return new MediaConduitError(
    'MC_INPUT_INVALID',
    `The request for ${path} of "${service}" cannot be sent: ${reason}.`,
    {
      hint: 'correct the path, the headers or the body that the provider gives to the service',
      facts: { service, path, reason },
      cause,
    },
  );
}

/** undici refuses it before anything is sent. */
function isRefusedRequest(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'UND_ERR_INVALID_ARG';
}

function isNamed(thrown: unknown, name: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === name;
}

/** The typed error for an answer of 400 and above, with what the service said about it. */
export function replyError(
  service: string,
  request: Pick<ServiceRequest, 'path'>,
  status: number,
  body: string,
): MediaConduitError {
  const said = explanation(body);
  const message = `The service "${service}" answered ${status} to ${request.path}${said === '' ? '' : `: ${said}`}`;
  return new MediaConduitError(codeOf(status), message, {
    hint: hintFor(status, service),
    facts: { service, path: request.path, status, said },
  });
}

function hintFor(status: number, service: string): string {
  if (status === 413) return 'send less at once';
  if (status === 429 || status === 503) return 'try again later';
  if (status >= 500) return `try again; what the service wrote: mediaconduit services logs ${service}`;
  if (status === 401 || status === 403) return 'give the service the credentials that it wants';
  if (status === 404 || status === 405)
    return 'check that the provider and the service are of versions that fit together';
  return 'correct the input or the options as the service says';
}

function codeOf(status: number): ErrorCode {
  if (status === 413) return 'MC_INPUT_TOO_LARGE';
  if (status === 429 || status === 503) return 'MC_SERVICE_BUSY';
  return status >= 500 ? 'MC_SERVICE_ERROR' : 'MC_SERVICE_REJECTED';
}

/** `{error}`, `{error: {message}}`, `{detail}` and `{message}` are what services answer; else the first 300 characters. */
function explanation(body: string): string {
  try {
    const { error, detail, message } = JSON.parse(body) as Record<string, unknown>;
    const nested = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)['message'] : error;
    const text = [nested, detail, message].find((candidate) => typeof candidate === 'string');
    if (text !== undefined) return String(text).slice(0, 500);
  } catch {
    // not JSON: show it as it is
  }
  return body.slice(0, 300).trim();
}

/** The typed error for a service that is asked after its runtime was closed. */
export function closedError(service: string): MediaConduitError {
  return new MediaConduitError(
    'MC_RUNTIME_CLOSED',
    `The service "${service}" was asked after its runtime was closed.`,
    {
      hint: 'create a new runtime, or close it later',
      facts: { service },
    },
  );
}
