import { StringDecoder } from 'node:string_decoder';

/** Longest line that is kept, in characters; what is beyond is dropped. */
const LONGEST_LINE = 16 * 1024;

/** Makes lines of a stream of bytes. Characters cut between chunks are put together; long lines are cut. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  #partial = '';

  constructor(private readonly onLine: (line: string) => void) {}

  /** Takes the next bytes of the stream. */
  push(chunk: Buffer): void {
    this.#take(this.#decoder.write(chunk));
  }

  /** Hands out what stands after the last line break. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#partial !== '') this.#emit('');
  }

  #take(text: string): void {
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.#emit(text.slice(from, at));
      from = at + 1;
    }
    this.#partial = this.#append(text.slice(from));
  }

  #emit(rest: string): void {
    const line = this.#append(rest);
    this.#partial = '';
    const cut = line.length > LONGEST_LINE;
    this.onLine(cut ? `${line.slice(0, LONGEST_LINE)}… (cut)` : line.replace(/\r$/, ''));
  }

  /** One character more than the limit is kept, as the sign that there was more. */
  #append(text: string): string {
    return (this.#partial + text).slice(0, LONGEST_LINE + 1);
  }
}
