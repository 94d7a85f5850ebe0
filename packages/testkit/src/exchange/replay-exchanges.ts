import { dirname } from 'node:path';
import { AnswerBook } from './answer-book';
import type { Exchange } from './exchange';
import { openNotingServer, type Answer, type ReceivedRequest } from './noting-server';
import { readMedia } from './read-media';
import { readRecording } from './read-recording';
import { notRecorded, recordedAnswer } from './recorded-answer';

/** How recorded exchanges are replayed. */
export interface ReplayOptions {
  /** Each exchange answers once. Default: the last one that fits a request answers for ever. */
  readonly strict?: boolean;
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
  const book = new AnswerBook(exchanges, strict);
  const replay = new Replay(book, await readMedia(exchanges, folder));
  const server = await openNotingServer((request) => replay.answerTo(request));
  return {
    url: server.url,
    requests: server.requests,
    unanswered: replay.unanswered,
    get unused() {
      return book.unused;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

class Replay {
  readonly #book: AnswerBook;
  readonly #media: ReadonlyMap<Exchange, Buffer>;
  readonly unanswered: UnansweredRequest[] = [];

  constructor(book: AnswerBook, media: ReadonlyMap<Exchange, Buffer>) {
    this.#book = book;
    this.#media = media;
  }

  answerTo(received: ReceivedRequest): Answer | undefined {
    const { method, path } = received;
    const request = { ...received, contentType: received.headers['content-type'] ?? '' };
    const exchange = this.#book.take(request);
    if (exchange) return recordedAnswer(exchange.response, this.#media.get(exchange));
    if (method === 'GET' && path === '/') return undefined;
    const reason = this.#book.explain(request);
    this.unanswered.push({ method, path, reason });
    return notRecorded(received, reason);
  }
}
