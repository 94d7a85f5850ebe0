import type { StreamEvent } from '@mediaconduit/sdk';
import type { Output } from './output';

/**
 * Writes the text of a stream while it comes: pieces of text as they are, segments line by line. A model that tells both
 * has said its text with the pieces, so segments are passed over from the first piece on. Where the text is to have a
 * form of its own, such as subtitles, segments only show how far the work is.
 */
export class TextWriter {
  readonly #output: Output;
  readonly #segments: 'lines' | 'progress';
  #pieces = false;
  #last = '';

  constructor(output: Output, { segments }: { readonly segments: 'lines' | 'progress' }) {
    this.#output = output;
    this.#segments = segments;
  }

  /** False when the stream held no text; the result must be written then. */
  get hasWritten(): boolean {
    return this.#last !== '';
  }

  /** Events that are no text write nothing. */
  async write(event: StreamEvent): Promise<void> {
    if (event.type === 'text-delta') {
      this.#pieces = true;
      await this.#write(event.text);
    } else if (event.type === 'segment') await this.#writeSegment(event.text.trim());
    else if (event.type === 'thinking-delta') this.#output.status('thinking …');
    else if (event.type === 'tool-call') {
      this.#output.note(`tool call: ${event.name}(${JSON.stringify(event.arguments)})`);
    }
  }

  /** Ends the last line. */
  async end(): Promise<void> {
    if (this.hasWritten && !this.#last.endsWith('\n')) await this.#output.data('\n');
  }

  async #writeSegment(text: string): Promise<void> {
    if (this.#pieces) return;
    if (this.#segments === 'lines') await this.#write(`${text}\n`);
    else if (this.#output.canRewrite) this.#output.status(text);
  }

  async #write(text: string): Promise<void> {
    if (text === '') return;
    this.#last = text;
    await this.#output.data(text);
  }
}
