import type { Clock } from '@mediaconduit/sdk';
import type { Socket } from 'node:net';
import type { LinkFaults } from './link-faults';

/** How a direction, or a connection, comes to its end: its sender has no more to say, is gone, or was cut off. */
export type LinkEnd = 'end' | 'close' | 'reset';

/** What a link needs of its connection. */
export interface LinkOptions {
  readonly source: Socket;
  readonly sink: Socket;
  readonly clock: Clock;
  readonly random: () => number;
  /** As they are now. */
  readonly faults: () => LinkFaults;
  /** Ends the connection in both directions. */
  readonly finish: (end: LinkEnd) => void;
}

interface Piece {
  readonly content: Buffer | LinkEnd;
  readonly arrivedMs: number;
  /** Its part of the jitter, from 0 to 1. */
  readonly share: number;
}

/** What is kept while it waits; above, the sender has to wait. */
const MAX_QUEUED_BYTES = 262_144;
const SLICES_A_SECOND = 20;
const LARGEST_SLICE = 65_536;

/** Passes the bytes of one direction on, with the faults that hold when they go out. */
export class FaultyLink {
  readonly #options: LinkOptions;
  readonly #queue: Piece[] = [];
  #queuedBytes = 0;
  #passedBytes = 0;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { source } = options;
    source.on('data', (chunk: Buffer) => this.#push(chunk));
    source.once('end', () => this.#push('end'));
    source.once('close', (hadError) => this.#push(hadError ? 'reset' : 'close'));
  }

  /** Passes on until the direction or the connection ends. Never fails. */
  async run(): Promise<void> {
    while (!this.#closed) {
      const piece = this.#queue[0];
      if (!piece) await this.#sleep();
      else if (await this.#isDue(piece)) await this.#pass(piece.content);
    }
  }

  /** Looks at the faults again: they have changed. */
  wake(): void {
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.wake();
  }

  #push(content: Piece['content']): void {
    const { clock, random, source } = this.#options;
    this.#queue.push({ content, arrivedMs: clock.now(), share: random() });
    if (typeof content !== 'string') this.#queuedBytes += content.length;
    if (this.#queuedBytes > MAX_QUEUED_BYTES) source.pause();
    if (this.#queue.length === 1) this.wake();
  }

  /** Waits for the time of the piece; false when something changed meanwhile. */
  async #isDue({ arrivedMs, share }: Piece): Promise<boolean> {
    const { clock, faults } = this.#options;
    const { jitterMs = 0, latencyMs = 0 } = faults();
    const waitMs = arrivedMs + latencyMs + share * jitterMs - clock.now();
    return waitMs <= 0 || (await this.#sleep(waitMs)) === 'slept';
  }

  async #pass(content: Piece['content']): Promise<void> {
    const { finish, faults, sink, source } = this.#options;
    if (typeof content !== 'string') {
      await this.#send(content);
      this.#queuedBytes -= content.length;
      if (this.#queuedBytes <= MAX_QUEUED_BYTES) source.resume();
    } else if (!faults().blackhole && !faults().halfOpen) {
      if (content === 'end') sink.end();
      else finish(content);
    }
    this.#queue.shift();
  }

  async #send(bytes: Buffer): Promise<void> {
    const { faults, finish, sink } = this.#options;
    let rest = bytes;
    while (rest.length > 0 && !this.#closed) {
      const { blackhole, bytesPerSecond, cutAfterBytes = Infinity, resetAfterBytes = Infinity } = faults();
      if (blackhole) return;
      const left = Math.min(cutAfterBytes, resetAfterBytes) - this.#passedBytes;
      if (left <= 0) return finish(resetAfterBytes <= cutAfterBytes ? 'reset' : 'close');
      const slice = rest.subarray(0, Math.min(sliceOf(bytesPerSecond), left));
      const takesMs = bytesPerSecond === undefined ? 0 : (1000 * slice.length) / bytesPerSecond;
      if (takesMs > 0 && (await this.#sleep(takesMs)) === 'woken') continue;
      await written(sink, slice);
      this.#passedBytes += slice.length;
      rest = rest.subarray(slice.length);
      if (slice.length === left) return finish(resetAfterBytes <= cutAfterBytes ? 'reset' : 'close');
    }
  }

  /** Until the time is over, or without one until {@link wake}. */
  #sleep(ms?: number): Promise<'slept' | 'woken'> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const end = (how: 'slept' | 'woken'): void => {
        this.#wake = undefined;
        clock.clearTimeout(timer);
        resolve(how);
      };
      const timer = ms === undefined ? undefined : clock.setTimeout(() => end('slept'), ms);
      this.#wake = () => end('woken');
    });
  }
}

function sliceOf(bytesPerSecond = Infinity): number {
  return Math.min(LARGEST_SLICE, Math.max(1, Math.floor(bytesPerSecond / SLICES_A_SECOND)));
}

/** Resolves when the bytes have left this process, or cannot any more. */
function written(sink: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => sink.write(bytes, () => resolve()));
}
