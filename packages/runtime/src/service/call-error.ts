import {
  isMediaConduitError,
  MediaConduitError,
  messageOf,
  toMediaConduitError,
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

/** What a start fails with: `MC_CALL_…` when its signal ended it, else what was thrown, `MC_ENGINE_FAILED` at least. */
export function toStartError(thrown: unknown, service: string, signal: AbortSignal | undefined): MediaConduitError {
  if (signal?.aborted) return toWaitError(thrown, service, signal);
  return toMediaConduitError(thrown, 'MC_ENGINE_FAILED', { facts: { service } });
}

/** What the wait for a service ends with that its caller has given up, or for which it left no more time. */
export function toWaitError(thrown: unknown, service: string, signal: AbortSignal | undefined): MediaConduitError {
  if (isMediaConduitError(thrown) || !isNamed(thrown, 'TimeoutError')) {
    return toCallError(thrown, service, { path: 'its start', signal });
  }
  return new MediaConduitError('MC_CALL_TIMEOUT', `The service "${service}" was not ready in the time of the call.`, {
    hint: `give the call more time, or start the service before it: mediaconduit services start ${service}`,
    facts: { service },
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

/** undici refuses it before it is sent, or stops when a file turns out to be longer or shorter than was announced. */
function isRefusedRequest(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  return thrown.code === 'UND_ERR_INVALID_ARG' || thrown.code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH';
}

function isNamed(thrown: unknown, name: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === name;
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

/** What calls under way fail with when their service is stopped on purpose. */
export function stoppedError(service: string): MediaConduitError {
  return new MediaConduitError('MC_SERVICE_GONE', `The service "${service}" was stopped during the call.`, {
    hint: 'make the call again if it is still wanted: it starts the service',
    facts: { service, stopped: true },
  });
}

/** Whether nobody is to blame that the service is gone. */
export function isStopped(error: MediaConduitError): boolean {
  return error.facts['stopped'] === true;
}

/** What calls under way fail with when their service was ended because it did not answer its checks. */
export function hungError(
  service: string,
  { baseUrl, reason }: { readonly baseUrl: string; readonly reason: string },
): MediaConduitError {
  return new MediaConduitError(
    'MC_SERVICE_HUNG',
    `The service "${service}" at ${baseUrl} did not answer its checks any more and was ended: ${reason}.`,
    {
      hint: `the next call starts it again; what it wrote: mediaconduit services logs ${service}`,
      facts: { service, baseUrl, reason },
    },
  );
}

/** What callers fail with who wait for a start that is given up. */
export function cancelledStart(service: string): MediaConduitError {
  return new MediaConduitError('MC_CALL_ABORTED', `The start of "${service}" was cancelled.`);
}

/** For a handle that is asked for an address which nobody knows yet. */
export function noAddressError(service: string): MediaConduitError {
  return new MediaConduitError(
    'MC_SERVICE_NOT_STARTED',
    `The service "${service}" has no address before it is started.`,
    { hint: 'use request() or lease(), which start it', facts: { service } },
  );
}
