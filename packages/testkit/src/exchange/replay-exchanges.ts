import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { dirname, resolve } from 'node:path';
import { AnswerBook } from './answer-book';
import type { Exchange } from './exchange';
import { listenOnLoopback, type LoopbackServer } from './listen-on-loopback';
import { collectBody, parseBody, type ReceivedPart } from './read-request';
import { readRecording } from './read-recording';
import { sendResponse } from './send-response';

/** How recorded exchanges are replayed. */
export interface ReplayOptions {
  /** Each exchange answers once. Default: the last one that fits a request answers for ever. */
  readonly strict?: boolean;
}

/** A request that the server got. It is listed when its headers have come; its body is there when it is answered. */
export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The value of a JSON body. */
  readonly json?: unknown;
  /** The parts of a `multipart/form-data` body, by name. */
  readonly form?: Readonly<Record<string, readonly ReceivedPart[]>>;
  /** True when the client went before it had the whole response. */
  readonly aborted: boolean;
}

/** A request that is not recorded. */
export interface UnansweredRequest {
  readonly method: string;
  readonly path: string;
  /** Where it differs from the nearest exchange. */
  readonly reason: string;
}

/** A server that answers from recorded exchanges: `await using server = await replayExchanges(file)`. */
export interface ReplayServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Every request, oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Those that got 501 because they are not recorded: a test expects this to be empty. */
  readonly unanswered: readonly UnansweredRequest[];
  /** The exchanges that answered nothing so far. */
  readonly unused: readonly Exchange[];
}

/**
 * Answers from exchanges, or from a file of them, on a free port of 127.0.0.1. A request is compared by method, path
 * with query and, where one is recorded, body; of several that fit, each answers once, in order. What is not recorded
 * gets 501 with the difference to the nearest exchange. `GET /` is 200 unless it is recorded: with it a runtime asks
 * whether the service is there, and it is not listed.
 * @throws `MC_FILE_NOT_FOUND`, and `MC_INPUT_INVALID` for what is no recording.
 */
export async function replayExchanges(
  given: string | readonly Exchange[],
  { strict = false }: ReplayOptions = {},
): Promise<ReplayServer> {
  const exchanges = typeof given === 'string' ? (await readRecording(given)).exchanges : given;
  const folder = typeof given === 'string' ? dirname(given) : '.';
  const replay = new Replay(new AnswerBook(exchanges, strict), await readMedia(exchanges, folder));
  const server = await listenOnLoopback((message, response) => void replay.answer(message, response));
  return replay.asServer(server);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class Replay {
  readonly #book: AnswerBook;
  readonly #media: ReadonlyMap<Exchange, Buffer>;
  readonly #requests: ReceivedRequest[] = [];
  readonly #unanswered: UnansweredRequest[] = [];
  #closing = false;

  constructor(book: AnswerBook, media: ReadonlyMap<Exchange, Buffer>) {
    this.#book = book;
    this.#media = media;
  }

  asServer(server: LoopbackServer): ReplayServer {
    const book = this.#book;
    return {
      url: server.url,
      requests: this.#requests,
      unanswered: this.#unanswered,
      get unused() {
        return book.unused;
      },
      [Symbol.asyncDispose]: () => {
        this.#closing = true;
        return server[Symbol.asyncDispose]();
      },
    };
  }

  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method = 'GET', url: path = '/' } = message;
    const request: Mutable<ReceivedRequest> = { method, path, headers, bytes: Buffer.alloc(0), aborted: false };
    const sent = { cut: false };
    response.once('close', () => (request.aborted = !response.writableFinished && !sent.cut && !this.#closing));
    const isProbe = method === 'GET' && path === '/';
    if (!isProbe) this.#requests.push(request);
    const bytes = await collectBody(message).catch(() => undefined);
    if (bytes === undefined) return; // the client went while it sent
    const contentType = headers['content-type'] ?? '';
    Object.assign(request, await parseBody(bytes, contentType));
    const exchange = this.#book.take({ ...request, contentType });
    if (exchange) {
      if (isProbe) this.#requests.push(request);
      sent.cut = exchange.response.broken === 'cut';
      return sendResponse(response, exchange.response, this.#media.get(exchange));
    }
    if (isProbe) return sendResponse(response, { text: 'ready' });
    return this.#refuse({ ...request, contentType }, response);
  }

  #refuse(request: Parameters<AnswerBook['explain']>[0], response: ServerResponse): Promise<void> {
    const { method, path } = request;
    const reason = this.#book.explain(request);
    this.#unanswered.push({ method, path, reason });
    const error = `${method} ${path} is not recorded: ${reason}`;
    return sendResponse(response, { status: 501, json: { error, code: 'not-recorded' } });
  }
}

/** Read before the first request, so that a missing file fails the test at its start. */
async function readMedia(exchanges: readonly Exchange[], folder: string): Promise<Map<Exchange, Buffer>> {
  const media = new Map<Exchange, Buffer>();
  for (const exchange of exchanges) {
    const { file } = exchange.response;
    if (file !== undefined) media.set(exchange, await readMediaFile(resolve(folder, file)));
  }
  return media;
}

async function readMediaFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new MediaConduitError('MC_FILE_NOT_FOUND', `The recorded body ${file} cannot be read: ${messageOf(cause)}.`, {
      hint: 'it belongs beside the recording; record again',
      facts: { file },
      cause,
    });
  }
}
