import { messageOf } from '@mediaconduit/sdk';
import {
  request as requestHttp,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Exchange } from './exchange';
import { listenOnLoopback } from './listen-on-loopback';
import { collectBody } from './read-request';
import { toRecordedRequest } from './to-recorded-request';
import { toRecordedResponse, type ResponseToRecord } from './to-recorded-response';
import { writeRecording } from './write-recording';

/** What is recorded, and where to. */
export interface RecordOptions {
  /** Address of the service: `http://127.0.0.1:11434`. */
  readonly upstream: string;
  /** Written when the recorder is disposed, with the folders above it. */
  readonly file: string;
  /** What is recorded, of which version. */
  readonly about?: string;
  /** Takes secrets out of queries and bodies, or leaves an exchange out by answering `undefined`. */
  readonly redact?: (exchange: Exchange) => Exchange | undefined;
}

/** A proxy that records: `await using recorder = await recordExchanges({ upstream, file })`. */
export interface Recorder extends AsyncDisposable {
  /** Send to this address what is to be recorded. */
  readonly url: string;
}

/** Headers that are not handed on: they belong to one connection. */
const OF_CONNECTION: ReadonlySet<string> = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding']);

/**
 * Passes requests on and replies back as they come, and writes both to a file for `replayExchanges`. Of the headers of
 * requests only the content type is kept, so no key gets into it. A reply that broke off is recorded as broken.
 */
export async function recordExchanges(options: RecordOptions): Promise<Recorder> {
  const recording = new ExchangeRecorder(options);
  const server = await listenOnLoopback((message, response) => recording.pass(message, response));
  return {
    url: server.url,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await recording.save();
    },
  };
}

class ExchangeRecorder {
  readonly #options: RecordOptions;
  /** In the order in which the requests came; `undefined` for one that got no reply. */
  readonly #passed: Promise<(ResponseToRecord & Exchange) | undefined>[] = [];

  constructor(options: RecordOptions) {
    this.#options = options;
  }

  pass(message: IncomingMessage, response: ServerResponse): void {
    this.#passed.push(this.#record(message, response));
  }

  async save(): Promise<void> {
    const { about, file, redact = (exchange) => exchange } = this.#options;
    const passed = (await Promise.all(this.#passed)).flatMap((one) => one ?? []);
    const exchanges = passed.flatMap(({ request, response }) => redact({ request, response }) ?? []);
    const used = new Set(exchanges.map(({ response }) => response.file));
    const media = passed.flatMap((one) => (one.media && used.has(one.media.name) ? one.media : []));
    await writeRecording(file, { about, exchanges }, media);
  }

  async #record(
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<(ResponseToRecord & Exchange) | undefined> {
    const { headers, method = 'GET', url: path = '/' } = message;
    const sent = this.#forward(message);
    response.once('close', () => sent.destroy());
    const body = collectBody(message).catch(() => undefined);
    message.pipe(sent);
    const reply = await replyTo(sent).catch((error: unknown) => void refuse(response, error));
    const bytes = reply && (await body);
    if (!reply || !bytes) return undefined;
    const request = await toRecordedRequest({ method, path }, bytes, headers['content-type'] ?? '');
    return { request, ...(await passReply(reply, response)) };
  }

  #forward({ headers: all, method, url: path = '/' }: IncomingMessage): ClientRequest {
    const headers = { ...ownHeaders(all), 'accept-encoding': 'identity' }; // compressed it would not be readable
    const url = new URL(this.#options.upstream);
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    return request(new URL(path, url), { method, headers, agent: false });
  }
}

function ownHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name)));
}

function replyTo(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject); // later ones are those of the reply
  });
}

function refuse(response: ServerResponse, error: unknown): void {
  response.writeHead(502).end(`The service that is recorded does not answer: ${messageOf(error)}`);
}

/** Hands the reply on while it comes. */
async function passReply(reply: IncomingMessage, response: ServerResponse): Promise<ResponseToRecord> {
  const { headers, statusCode = 0 } = reply;
  const chunks: Buffer[] = [];
  response.writeHead(statusCode, ownHeaders(headers));
  response.flushHeaders();
  const ended = await pump(reply, response, chunks);
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const recorded = toRecordedResponse(statusCode, flat, Buffer.concat(chunks));
  if (ended === 'whole') return recorded;
  return { ...recorded, response: { ...recorded.response, broken: ended } };
}

/** How it ended: `cut` by the service, or `hang` for a client that did not wait for the rest. */
async function pump(
  reply: IncomingMessage,
  response: ServerResponse,
  chunks: Buffer[],
): Promise<'whole' | 'cut' | 'hang'> {
  try {
    for await (const chunk of reply) {
      chunks.push(chunk as Buffer);
      await new Promise<void>((resolve) => response.write(chunk, () => resolve()));
    }
  } catch {
    const left = response.destroyed;
    response.socket?.destroySoon();
    return left ? 'hang' : 'cut';
  }
  response.end();
  return 'whole';
}
