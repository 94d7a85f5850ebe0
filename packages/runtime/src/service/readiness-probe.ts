import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Clock } from '@mediaconduit/sdk';

/** What one probe saw. `wait` means "not yet", `fail` means "the service says it is broken". */
export type ProbeResult =
  | { readonly verdict: 'ready' }
  | { readonly verdict: 'wait'; readonly reason: string }
  | { readonly verdict: 'fail'; readonly reason: string };

const WAITING = new Set(['STARTING', 'starting', 'loading']);
const FAILED = new Set(['fail', 'unhealthy', 'down', 'SETUP_FAILED', 'DEFUNCT', 'UNHEALTHY']);
const PROBE_TIMEOUT_MS = 3000;
const LARGEST_BODY = 65_536;

/**
 * One full HTTP exchange: an open port proves nothing, because Docker's proxy accepts before the program listens.
 * Reads the body's `status` too: some services answer 200 while they are still loading, or broken. With an empty path, which
 * stands for an unknown one, it is enough that they answer that there is nothing, or nothing for us.
 * Waits 3 s at most, also for a body that never ends; the signal ends it at once.
 */
export function probeReadiness(baseUrl: string, path: string, signal?: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const request = baseUrl.startsWith('https:') ? requestHttps : requestHttp;
    const sent = request(baseUrl + path, { agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_BODY) response.destroy();
        else chunks.push(chunk);
      });
      response.on('error', () => undefined); // cut off: judged by what has arrived
      response.on('close', () =>
        resolve(judge(path, response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'))),
      );
    });
    const deadline = setTimeout(() => sent.destroy(new Error(`no answer in ${PROBE_TIMEOUT_MS} ms`)), PROBE_TIMEOUT_MS);
    sent.on('close', () => clearTimeout(deadline));
    sent.on('error', (error) => resolve({ verdict: 'wait', reason: error.message }));
    sent.end();
  });
}

function judge(path: string, status: number, body: string): ProbeResult {
  if (path === '' && status >= 400 && status < 500) return { verdict: 'ready' };
  const said = statusOf(body);
  if (FAILED.has(said)) return { verdict: 'fail', reason: `the service reports "${said}" (HTTP ${status})` };
  if (status < 200 || status > 399) return { verdict: 'wait', reason: `HTTP ${status} ${body.slice(0, 200)}`.trim() };
  return WAITING.has(said) ? { verdict: 'wait', reason: `the service reports "${said}"` } : { verdict: 'ready' };
}

function statusOf(body: string): string {
  if (!body.startsWith('{')) return '';
  try {
    const { status } = JSON.parse(body) as { status?: unknown };
    return typeof status === 'string' ? status : '';
  } catch {
    return ''; // a body that only looks like JSON says nothing about the state
  }
}

/** Every 2 ms in the first 200 ms, when a small service gets ready; every 10 ms in the first second, 50 ms up to the tenth, then 250 ms. */
export function probeIntervalMs(elapsedMs: number): number {
  if (elapsedMs < 200) return 2;
  if (elapsedMs < 1000) return 10;
  return elapsedMs < 10_000 ? 50 : 250;
}

/** Resolves after `ms`, or rejects with the signal's reason. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clock.clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
