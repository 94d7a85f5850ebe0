import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import { toRemoteError } from './remote-error';

/** Settings of {@link createHttpClient}. */
export interface HttpClientOptions {
  /** Id of the provider, for messages. */
  readonly provider: string;
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer`; for other schemes use `headers`. */
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whole-request deadline in ms. Default 60000. */
  readonly timeoutMs?: number;
  /** Largest reply that is collected, in bytes. Default 67108864 (64 MiB); use `responseType: 'stream'` for more. */
  readonly maxReplyBytes?: number;
}

/**
 * Kept-alive connections do not keep the program alive. No redirects: they would carry the key elsewhere, and make
 * axios hold whole uploads in memory. The key is in no error. Calls fail with `MC_REMOTE_AUTH` (401, 403),
 * `MC_REMOTE_ERROR`, `MC_CALL_TIMEOUT` or `MC_CALL_ABORTED`.
 */
export function createHttpClient(options: HttpClientOptions): AxiosInstance {
  const agentOptions = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 64 };
  const client = axios.create({
    baseURL: options.baseUrl,
    timeout: options.timeoutMs ?? 60_000,
    maxRedirects: 0,
    maxContentLength: options.maxReplyBytes ?? 67_108_864,
    maxBodyLength: Infinity,
    httpAgent: new HttpAgent(agentOptions),
    httpsAgent: new HttpsAgent(agentOptions),
    headers: {
      ...(options.apiKey === undefined ? {} : { Authorization: `Bearer ${options.apiKey}` }),
      ...options.headers,
    },
  });
  client.interceptors.response.use(undefined, (failure: unknown) => {
    throw toRemoteError(options.provider, failure);
  });
  return client;
}
