/** The start line of a message and its headers, whose names are in lower case. */
export interface MessageHead {
  readonly start: string;
  readonly headers: ReadonlyMap<string, string>;
}

/** What follows a head: so many bytes, chunks, or something whose end nobody can see. */
export type MessageBody = number | 'chunked' | 'endless';

const LONGEST_HEAD = 65_536;
const HTTP = /^(?:HTTP\/1\.[01] \d{3}\b|\S+ \S+ HTTP\/1\.[01]$)/;

/** Finds the ends of the HTTP/1 messages that go one way. Bodies are passed over; what is no HTTP/1 has no end. */
export class MessageEnds {
  #state: 'head' | 'body' | 'size' | 'chunk' | 'trailer' | 'endless' = 'head';
  #line = '';
  #start: string | undefined;
  #headers = new Map<string, string>();
  #left = 0;

  /**
   * @param bodyOf called with each head.
   * @param onEnd called at the end of each message.
   */
  constructor(
    private readonly bodyOf: (head: MessageHead) => MessageBody,
    private readonly onEnd: (head: MessageHead) => void,
  ) {}

  /** Between two messages. */
  get isAtRest(): boolean {
    return this.#state === 'head' && this.#line === '' && this.#start === undefined;
  }

  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#state !== 'endless';) {
      at = this.#state === 'body' || this.#state === 'chunk' ? this.#skip(bytes, at) : this.#readLine(bytes, at);
    }
  }

  #skip(bytes: Uint8Array, at: number): number {
    const count = Math.min(this.#left, bytes.length - at);
    this.#left -= count;
    if (this.#left > 0) return at + count;
    if (this.#state === 'body') this.#end();
    else this.#state = 'size';
    return at + count;
  }

  #readLine(bytes: Uint8Array, at: number): number {
    const found = bytes.indexOf(10, at);
    const end = found === -1 ? bytes.length : found;
    this.#line += Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1');
    if (this.#line.length > LONGEST_HEAD) this.#state = 'endless';
    else if (found !== -1) this.#take(this.#line.replace(/\r$/, ''));
    return end + 1;
  }

  #take(line: string): void {
    this.#line = '';
    if (this.#state === 'head') this.#takeOfHead(line);
    else if (this.#state === 'size') this.#takeSize(line);
    else if (line === '') this.#end(); // the trailer is over
  }

  #takeOfHead(line: string): void {
    if (this.#start === undefined) {
      if (line === '') return; // allowed between messages
      this.#start = line;
      if (!HTTP.test(line)) this.#state = 'endless';
    } else if (line === '') this.#begin(this.bodyOf(this.#head));
    else {
      const colon = line.indexOf(':');
      this.#headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
      if (this.#headers.size > 1000) this.#state = 'endless';
    }
  }

  #takeSize(line: string): void {
    const size = Number.parseInt(line, 16);
    if (!(size >= 0)) this.#state = 'endless';
    else if (size === 0) this.#state = 'trailer';
    else {
      this.#state = 'chunk';
      this.#left = size + 2; // and the end of its line
    }
  }

  #begin(body: MessageBody): void {
    if (body === 'endless' || Number.isNaN(body)) this.#state = 'endless';
    else if (body === 'chunked') this.#state = 'size';
    else if (body > 0) {
      this.#state = 'body';
      this.#left = body;
    } else this.#end();
  }

  #end(): void {
    const head = this.#head;
    this.#state = 'head';
    this.#start = undefined;
    this.#headers = new Map();
    this.onEnd(head);
  }

  get #head(): MessageHead {
    return { start: this.#start ?? '', headers: this.#headers };
  }
}
