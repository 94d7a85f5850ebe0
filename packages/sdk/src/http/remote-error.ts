import { isAxiosError, type AxiosError } from 'axios';
import { MediaConduitError, type ErrorDetails } from '../error/mediaconduit-error';
import type { ErrorCode } from '../error/error-codes';
import { isDeadline } from '../error/is-deadline';
import { messageOf } from '../error/to-error';

/** What axios throws, without the request's headers and body. */
export function toRemoteError(provider: string, failure: unknown): MediaConduitError {
  if (!isAxiosError(failure)) {
    return new MediaConduitError('MC_REMOTE_ERROR', `${provider}: ${messageOf(failure)}`, {
      hint: 'try again; the fault is not in the answer of the API',
      facts: { provider },
    });
  }
  const status = failure.response?.status;
  const facts = { provider, status, url: safeUrl(failure) };
  if (failure.code === 'ERR_CANCELED') return toAbortError(failure, facts);
  if (failure.code === 'ECONNABORTED' || failure.code === 'ETIMEDOUT') {
    return fail('MC_CALL_TIMEOUT', `${provider} did not answer in ${failure.config?.timeout ?? 0} ms.`, {
      facts,
      hint: 'raise the timeout, or try again later',
    });
  }
  if (status === 401 || status === 403) {
    return fail('MC_REMOTE_AUTH', `${provider} refused the credentials (${status}).`, {
      facts,
      hint: 'check the key that the provider names in its manifest',
    });
  }
  const said = explanation(failure.response?.data);
  const message =
    status === undefined
      ? `${provider} cannot be reached: ${failure.code ?? failure.message}`
      : `${provider} answered ${status}${said}`;
  return fail('MC_REMOTE_ERROR', message, {
    facts,
    hint: hintFor(status),
    retryable: status === undefined || status === 429 || status >= 500,
  });
}

/** What the caller's signal ended. */
function toAbortError({ config }: AxiosError, facts: { readonly provider: string }): MediaConduitError {
  // the types of axios do not know the reason
  const reason: unknown = (config?.signal as Partial<AbortSignal> | undefined)?.reason;
  if (isDeadline(reason)) {
    return fail('MC_CALL_TIMEOUT', `${facts.provider} did not answer before the deadline of the call.`, {
      facts,
      hint: 'give the call more time, or try again later',
    });
  }
  return fail('MC_CALL_ABORTED', `The call to ${facts.provider} was cancelled.`, {
    facts,
    hint: 'the signal of the call ended it; make the call again if it is still wanted',
  });
}

function hintFor(status: number | undefined): string {
  if (status === undefined) return 'check the network and the address of the API';
  return status === 429 || status >= 500 ? 'try again later' : 'correct the request as the API says';
}

const fail = (code: ErrorCode, message: string, details: ErrorDetails): MediaConduitError =>
  new MediaConduitError(code, message, details);

function safeUrl(failure: AxiosError): string | undefined {
  const { baseURL, url } = failure.config ?? {};
  return `${baseURL ?? ''}${url ?? ''}`.split('?')[0];
}

/** What the API says went wrong, in the shapes that are common: `{error: {message}}`, `{error}`, `{detail}`, `{message}`. */
function explanation(data: unknown): string {
  const said = toObject(data);
  if (said === undefined) return '';
  const { error, detail, message } = said;
  const nested = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)['message'] : error;
  const text = [nested, detail, message].find((candidate) => typeof candidate === 'string');
  return text === undefined ? '' : `: ${String(text).slice(0, 500)}`;
}

/** Where a file was asked for, a complaint comes as bytes too. */
function toObject(data: unknown): Record<string, unknown> | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if (!(data instanceof Uint8Array) && !(data instanceof ArrayBuffer)) return data as Record<string, unknown>;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(data));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
