import { anySignal, messageOf } from '@mediaconduit/sdk';

/** What a service answered; status 0 when it did not. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly problem?: string;
}

/** What is sent; by default nothing, with GET. */
export interface SendOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Sends a request and collects the answer. Never throws. */
export async function send(url: string, options: SendOptions = {}): Promise<Reply> {
  const { body, headers, method, timeoutMs = 120_000 } = options;
  const signals = [AbortSignal.timeout(timeoutMs), ...(options.signal ? [options.signal] : [])];
  try {
    const reply = await fetch(url, { method, headers, body, signal: anySignal(signals) });
    return {
      status: reply.status,
      contentType: reply.headers.get('content-type') ?? '',
      text: await reply.text(),
    };
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    return { status: 0, contentType: '', text: '', problem: messageOf(cause ?? error) };
  }
}
