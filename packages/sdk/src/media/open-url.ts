import type { IncomingMessage, RequestOptions } from 'node:http';
import { MediaConduitError } from '../error/mediaconduit-error';
import { messageOf } from '../error/to-error';
import { callAborted, throwIfAborted } from './call-aborted';

const MAX_REDIRECTS = 10;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Statuses below 500 that may be gone at the next try. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** One request for a URL. */
export interface UrlRequest {
  readonly method: 'GET' | 'HEAD';
  /** Sent to the origin of the URL only: a redirect to another origin does not get them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * The answer to an http(s) URL with its body still unread, after up to 10 redirects. Destroy it when it is not read.
 * @throws `MC_MEDIA_FETCH_FAILED` with the status as a fact, `MC_CALL_ABORTED`.
 */
export async function openUrl(url: URL, request: UrlRequest): Promise<IncomingMessage> {
  let at = url;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    throwIfAborted(request.signal);
    const headers = at.origin === url.origin ? request.headers : undefined;
    const response = await send(at, { ...request, headers });
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    response.destroy();
    const location = REDIRECTS.has(status) ? response.headers.location : undefined;
    if (location === undefined) throw refused(at, status);
    at = redirected(at, location);
  }
  throw fetchFailed(url, `redirected more than ${MAX_REDIRECTS} times`, { retryable: false });
}

/** `MC_MEDIA_FETCH_FAILED`; the message shows the URL without password and query. */
export function fetchFailed(
  url: URL,
  what: string,
  details: { status?: number; retryable?: boolean; cause?: unknown } = {},
): MediaConduitError {
  const shown = showUrl(url);
  return new MediaConduitError('MC_MEDIA_FETCH_FAILED', `${shown} ${what}.`, {
    hint: 'check that the URL can be opened from this machine, and that it is still valid',
    facts: { url: shown, status: details.status },
    retryable: details.retryable,
    cause: details.cause,
  });
}

/** The URL without what may be secret: password, query and fragment. */
export function showUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

async function send(url: URL, request: UrlRequest): Promise<IncomingMessage> {
  const { request: open } = url.protocol === 'https:' ? loadHttps() : loadHttp();
  const { method, signal } = request;
  // Compressed bytes would be sniffed and stored as they are.
  const options: RequestOptions = { method, headers: { ...request.headers, 'accept-encoding': 'identity' }, signal };
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void =>
      reject(
        signal?.aborted === true
          ? callAborted(signal)
          : fetchFailed(url, `cannot be reached: ${messageOf(cause)}`, { cause }),
      );
    open(url, options).once('response', resolve).on('error', fail).end();
  });
}

/* eslint-disable @typescript-eslint/no-require-imports -- together they take longer to load than the whole SDK, and import() would fail in the Jest tests of applications */
const loadHttp = (): typeof import('node:http') => require('node:http') as typeof import('node:http');
const loadHttps = (): typeof import('node:https') => require('node:https') as typeof import('node:https');
/* eslint-enable @typescript-eslint/no-require-imports */

function refused(url: URL, status: number): MediaConduitError {
  return fetchFailed(url, `answered ${status}`, { status, retryable: status >= 500 || PASSING.has(status) });
}

function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.protocol === 'http:' || to?.protocol === 'https:') return to;
  throw fetchFailed(from, 'redirects to something that is no http(s) URL', { retryable: false });
}
