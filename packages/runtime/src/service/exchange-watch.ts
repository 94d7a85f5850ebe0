import { MessageEnds, type MessageBody, type MessageHead } from './message-ends';

/**
 * Sees from outside whether a request is under way on an HTTP/1 connection. What it cannot follow, such as another protocol,
 * is under way until the connection ends.
 */
export class ExchangeWatch {
  /** Methods of the requests that have no answer yet, oldest first. */
  readonly #open: string[] = [];
  #exchanges = 0;
  readonly #requests = new MessageEnds(
    (head) => {
      this.#open.push(head.start.split(' ')[0] ?? '');
      return lengthOf(head, 0);
    },
    () => undefined,
  );
  readonly #answers = new MessageEnds(
    (head) => this.#bodyOfAnswer(head),
    (head) => this.#answered(head),
  );

  /** Between two requests; false before the first one. */
  get isIdle(): boolean {
    return this.#exchanges > 0 && this.#open.length === 0 && this.#requests.isAtRest && this.#answers.isAtRest;
  }

  /** What the caller sends. */
  sent(bytes: Uint8Array): void {
    this.#requests.feed(bytes);
  }

  /** What it is answered. */
  answered(bytes: Uint8Array): void {
    this.#answers.feed(bytes);
  }

  #bodyOfAnswer(head: MessageHead): MessageBody {
    const status = statusOf(head);
    const [method] = this.#open;
    if (status === 101 || method === undefined || method === 'CONNECT') return 'endless';
    if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 0;
    return lengthOf(head, 'endless');
  }

  #answered(head: MessageHead): void {
    if (statusOf(head) < 200) return; // the answer itself is still to come
    this.#open.shift();
    this.#exchanges++;
  }
}

function statusOf({ start }: MessageHead): number {
  return Number(start.split(' ')[1]);
}

function lengthOf({ headers }: MessageHead, otherwise: MessageBody): MessageBody {
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined) return /\bchunked$/i.test(coding) ? 'chunked' : 'endless';
  const length = headers.get('content-length');
  return length === undefined ? otherwise : /^\d+$/.test(length) ? Number(length) : 'endless';
}
