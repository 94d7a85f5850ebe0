import type { Clock, ClockTimer } from '@mediaconduit/sdk';
import { onAbort } from '../service/on-abort';

/** What a group is made from. */
export interface ExclusiveGroupOptions {
  readonly clock: Clock;
  /** Seats: members that run at once. Asked anew, so that it may change. */
  readonly places: () => number;
  /** So long who got a seat keeps it, in ms: without it two busy members would only ever start and stop. */
  readonly residenceMs: () => number;
  /** Whether nobody uses the member, so that its seat may be taken. */
  readonly isIdle: (name: string) => boolean;
  /** Asks a member to end; it calls `leave` when it has. */
  readonly evict: (name: string) => void;
  /** A member got a seat. */
  readonly onSeat: (name: string) => void;
}

interface Turn {
  readonly name: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Members of which only so many run at once. Whoever asks for one waits in one queue, first come, first served. */
export class ExclusiveGroup {
  /** Since when each member has its seat. */
  readonly #seats = new Map<string, number>();
  readonly #leaving = new Set<string>();
  readonly #parked = new Set<string>();
  /** In the order in which they came. */
  readonly #queue = new Set<Turn>();
  #timer: ClockTimer | undefined;

  constructor(private readonly options: ExclusiveGroupOptions) {}

  /** Whether the member may run. If not it is parked: it gets a seat that nobody in the queue wants. */
  take(name: string): boolean {
    if (this.#isSeated(name)) return true;
    this.#parked.add(name);
    this.settle();
    return this.#isSeated(name);
  }

  /** Whether it waits for a seat that only an end of another can give. */
  isParked(name: string): boolean {
    return this.#parked.has(name) && ![...this.#queue].some((turn) => turn.name === name);
  }

  /** It is ready: its time of residence begins. */
  arrived(name: string): void {
    if (this.#isSeated(name)) this.#seats.set(name, this.options.clock.now());
  }

  /** It does not run, and does not want to. */
  leave(name: string): void {
    this.#parked.delete(name);
    this.#leaving.delete(name);
    if (this.#seats.delete(name)) this.settle();
  }

  /** Resolves when the member has a seat that is its own for the time of residence. */
  turn(name: string, signal?: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      if (this.#leftMs(name) > 0) return resolve();
      const end = (settle: () => void): void => {
        forget();
        this.#queue.delete(turn);
        settle();
      };
      const turn: Turn = { name, resolve: () => end(resolve), reject: (error) => end(() => reject(error)) };
      const forget = onAbort(signal, () => {
        turn.reject(signal?.reason as Error);
        this.settle();
      });
      this.#queue.add(turn);
      this.settle();
    });
  }

  /** Tells whoever waits for the member's turn that it does not come. The others have to be settled after that. */
  refuse(name: string, error: Error): void {
    for (const turn of this.#queue) if (turn.name === name) turn.reject(error);
  }

  /** Looks again who may have a seat: somebody came, left, or is not used any more. */
  settle(): void {
    this.options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const turn of this.#queue) {
      if (!this.#admit(turn)) break;
      turn.resolve();
    }
    for (const turn of this.#queue) if (this.#leftMs(turn.name) > 0) turn.resolve();
    if (this.#queue.size > 0) return this.#makeRoom();
    for (const name of this.#parked) if (this.#hasRoom()) this.#seat(name);
  }

  /** Whoever still waits is told the error. */
  close(error: Error): void {
    this.options.clock.clearTimeout(this.#timer);
    for (const turn of this.#queue) turn.reject(error);
    this.#parked.clear();
  }

  #isSeated(name: string): boolean {
    return this.#seats.has(name) && !this.#leaving.has(name);
  }

  /** What is left of its residence. */
  #leftMs(name: string): number {
    if (!this.#isSeated(name)) return 0;
    return (this.#seats.get(name) ?? 0) + this.options.residenceMs() - this.options.clock.now();
  }

  #hasRoom(): boolean {
    return this.#seats.size < this.options.places();
  }

  /** The first of the queue gets a free seat, or keeps the one that it has. */
  #admit({ name }: Turn): boolean {
    if (this.#isSeated(name)) {
      if ([...this.#queue].some((other) => !this.#isSeated(other.name)))
        this.#seats.set(name, this.options.clock.now());
      return true;
    }
    if (!this.#hasRoom()) return false;
    this.#seat(name);
    return true;
  }

  #seat(name: string): void {
    this.#parked.delete(name);
    this.#seats.set(name, this.options.clock.now());
    this.options.onSeat(name);
  }

  /** Ends one idle member for the first in the queue, now or when its residence is over. */
  #makeRoom(): void {
    if (this.#leaving.size > 0) return;
    const { clock, isIdle, evict } = this.options;
    const [name] = [...this.#seats.keys()].filter(isIdle).sort((a, b) => this.#leftMs(a) - this.#leftMs(b));
    if (name === undefined) return;
    const leftMs = this.#leftMs(name);
    if (leftMs > 0) {
      this.#timer = clock.setTimeout(() => this.settle(), leftMs);
      return;
    }
    this.#leaving.add(name);
    evict(name);
  }
}
