import type { StackLine, StackStatus, SupervisorClient } from '@mediaconduit/runtime/supervision';
import { isMediaConduitError, type Clock, type ClockTimer } from '@mediaconduit/sdk';

/** Without an event it looks again after this time, in ms. */
const LOOK_EVERY_MS = 1000;
/** A burst of events is one look: the next one comes so much later, in ms. */
const SHORTEST_GAP_MS = 100;

/** What a follower looks at, and whom it tells. */
export interface FollowOptions {
  /** `undefined` while no supervisor runs. */
  readonly find: () => Promise<SupervisorClient | undefined>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** All stacks, at once, after each event and each second. */
  readonly onLook: (stacks: readonly StackStatus[]) => void | Promise<void>;
  readonly onLine: (stack: StackStatus, line: StackLine) => void | Promise<void>;
  /** It was stopped, or its supervisor is gone; one that is there at the next look has missed lines. */
  readonly onEnd: (stack: StackStatus) => void;
}

/** Follows all stacks of a supervisor, also those that come later, and supervisors that come later. */
export class StackFollower {
  readonly #options: FollowOptions;
  readonly #followed = new Set<string>();
  #poked = false;
  #wake = (): void => undefined;

  constructor(options: FollowOptions) {
    this.#options = options;
  }

  /** Goes on until the signal; rejects with its reason. */
  async run(): Promise<never> {
    const { clock, onLook, signal } = this.#options;
    const stop = (): void => this.#wake();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for (;;) {
        const lookedAt = clock.now();
        this.#poked = false;
        await onLook(await this.#look());
        await this.#pause(LOOK_EVERY_MS);
        await this.#pause(lookedAt + SHORTEST_GAP_MS - clock.now(), true);
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async #look(): Promise<readonly StackStatus[]> {
    const { find, signal } = this.#options;
    const client = await find();
    if (!client) return [];
    const { stacks } = await client.status(signal).catch((error: unknown) => {
      if (isMediaConduitError(error, 'MC_SUPERVISOR_UNREACHABLE')) return { stacks: [] }; // it has just ended
      throw error;
    });
    for (const stack of stacks) void this.#follow(client, stack);
    return stacks;
  }

  /** What ends the lines is seen at the next look, which comes soon. */
  async #follow(client: SupervisorClient, stack: StackStatus): Promise<void> {
    if (this.#followed.has(stack.id)) return;
    this.#followed.add(stack.id);
    const { onEnd, onLine, signal } = this.#options;
    try {
      for await (const line of client.events(stack.id, signal)) {
        await onLine(stack, line);
        this.#poke();
      }
    } catch {
      // the next look fails of it, or finds nothing
    } finally {
      this.#followed.delete(stack.id);
      onEnd(stack);
      this.#poke();
    }
  }

  #poke(): void {
    this.#poked = true;
    this.#wake();
  }

  /** Ends early at an event, unless it is `whole`, and at the signal. */
  async #pause(ms: number, whole = false): Promise<void> {
    const { clock, signal } = this.#options;
    if (ms > 0 && !signal.aborted && (whole || !this.#poked)) {
      let timer: ClockTimer | undefined;
      await new Promise<void>((resolve) => {
        timer = clock.setTimeout(resolve, ms);
        this.#wake = () => (whole && !signal.aborted ? undefined : resolve());
      });
      clock.clearTimeout(timer);
    }
    signal.throwIfAborted();
  }
}
