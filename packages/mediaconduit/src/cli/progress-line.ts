import { SYSTEM_CLOCK, type Clock, type ClockTimer, type Progress } from '@mediaconduit/sdk';
import { describeProgress } from './describe-progress';
import type { Output } from './output';
import { readableSize } from './readable-size';

/** The line is not written more often than this, in ms. */
const REDRAW_MS = 100;
/** The time that goes by is shown so often, in ms. */
const TICK_MS = 1000;

/** Shows what a call reports: one live line in a terminal, elsewhere one line for each phase. */
export class ProgressLine implements Disposable {
  readonly #output: Output;
  readonly #clock: Clock;
  readonly #told = new Set<string>();
  #progress: Progress | undefined;
  #begun = { atMs: 0, from: 0 };
  #drawnAtMs = -Infinity;
  #timer: ClockTimer | undefined;
  #closed = false;

  constructor(output: Output, clock: Clock = SYSTEM_CLOCK) {
    this.#output = output;
    this.#clock = clock;
  }

  show(progress: Progress): void {
    if (this.#closed || this.#output.settings.quiet) return;
    if (!this.#output.canRewrite) return this.#tell(progress);
    const now = this.#clock.now();
    const { completed = 0 } = progress;
    const isNew = this.#progress?.phase !== progress.phase || completed < this.#begun.from;
    if (isNew) this.#begun = { atMs: now, from: completed };
    this.#progress = progress;
    const waitMs = this.#drawnAtMs + REDRAW_MS - now;
    if (isNew || waitMs <= 0) this.#draw();
    else this.#drawIn(waitMs);
  }

  /** Removes the line; what is reported afterwards is not shown. */
  [Symbol.dispose](): void {
    this.#closed = true;
    this.#clock.clearTimeout(this.#timer);
    if (this.#progress) this.#output.status(undefined);
  }

  #tell({ message, phase, total, unit }: Progress): void {
    if (this.#told.has(phase)) return;
    this.#told.add(phase);
    const size = unit === 'bytes' && total !== undefined ? ` (${readableSize(total)})` : '';
    this.#output.note(`${message || phase}${size}`, 'dim');
  }

  #draw(): void {
    if (!this.#progress) return;
    const now = this.#clock.now();
    this.#drawnAtMs = now;
    const span = { elapsedMs: now - this.#begun.atMs, from: this.#begun.from };
    this.#output.status(describeProgress(this.#progress, span, this.#output.statusWidth));
    this.#drawIn(TICK_MS);
  }

  #drawIn(ms: number): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(() => this.#draw(), ms);
    this.#timer.unref();
  }
}
