import type { Readable } from 'node:stream';
import { escapeControlCharacters } from './escape-control-characters';
import { LineSplitter } from './line-splitter';

/** What one service may occupy here, in bytes. */
const CAPACITY_BYTES = 1024 * 1024;
/** What a line costs besides its text; without it, empty lines would be free. */
const LINE_OVERHEAD_BYTES = 32;

/** The last MiB of what a service wrote, as lines that are safe to print. */
export class OutputLog {
  #lines: string[] = [];
  #first = 0;
  #sizeBytes = 0;
  readonly #listeners = new Set<(line: string) => void>();

  /** Reads a stream to its end. Lines of several streams stand in the order of their arrival. */
  read(stream: Readable): void {
    const splitter = new LineSplitter((line) => this.#add(line));
    stream.on('data', (chunk: Buffer) => splitter.push(chunk));
    stream.once('close', () => splitter.end());
    stream.on('error', () => undefined);
  }

  /** The last `count` lines, oldest first. */
  tail(count: number): string[] {
    return this.#lines.slice(Math.max(this.#first, this.#lines.length - Math.max(0, count)));
  }

  /** Calls the listener with every later line as it was written, until the returned function is called. */
  onLine(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #add(line: string): void {
    for (const listener of [...this.#listeners]) listener(line);
    const safe = escapeControlCharacters(line);
    this.#lines.push(safe);
    this.#sizeBytes += costOf(safe);
    while (this.#sizeBytes > CAPACITY_BYTES) this.#dropFirst();
  }

  #dropFirst(): void {
    this.#sizeBytes -= costOf(this.#lines[this.#first] ?? '');
    this.#first += 1;
    if (this.#first < this.#lines.length / 2) return;
    this.#lines = this.#lines.slice(this.#first);
    this.#first = 0;
  }
}

function costOf(line: string): number {
  return Buffer.byteLength(line) + LINE_OVERHEAD_BYTES;
}
