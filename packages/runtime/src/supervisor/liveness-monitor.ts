import { messageOf, type Clock, type ClockTimer } from '@mediaconduit/sdk';
import type { LivenessSettings } from './stack-member';
import type { StallWatch } from './stall-watch';
import type { Unit, UnitHealth } from './unit';

/** What a monitor looks at, and whom it tells. */
export interface LivenessOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly unit: Pick<Unit, 'check'>;
  readonly stalls: StallWatch;
  /** Asked before every look, so that settings may change meanwhile. */
  readonly settings: () => LivenessSettings;
  /** Every look that proves something, and those that could not be made. Misses so far, in a row. */
  readonly onHealth: (health: UnitHealth, misses: number) => void;
  /** Called once: as many misses in a row as the settings allow. Nothing is looked at after that. */
  readonly onHung: (reason: string, misses: number) => void;
}

/** Looks at a unit that is ready, at even intervals. Never keeps the program alive. */
export class LivenessMonitor {
  #dueAt = 0;
  #misses = 0;
  #timer: ClockTimer | undefined;
  #deadline: ClockTimer | undefined;
  #looking: AbortController | undefined;
  #stopped = false;

  constructor(private readonly options: LivenessOptions) {}

  /** The first look comes within one interval, at a random moment of its second half: units that start together are not asked together. */
  start(): void {
    const { clock, random, settings } = this.options;
    this.#arm(clock.now() + settings().intervalMs * (0.5 + random() / 2));
  }

  stop(): void {
    this.#stopped = true;
    this.options.clock.clearTimeout(this.#timer);
    this.#endLook();
  }

  #arm(dueAt: number): void {
    const { clock } = this.options;
    this.#dueAt = dueAt;
    this.#timer = clock.setTimeout(() => this.#look(), Math.max(0, dueAt - clock.now()));
    this.#timer.unref();
  }

  #look(): void {
    const { clock, unit, settings } = this.options;
    const { timeoutMs } = settings();
    if (this.#spansStall(this.#dueAt)) return this.#next();
    const looking = new AbortController();
    this.#looking = looking;
    const startedAt = clock.now();
    const settle = (health: UnitHealth): void => {
      if (this.#looking !== looking) return; // decided already
      this.#endLook();
      if (!this.#spansStall(startedAt + timeoutMs)) this.#judge(health);
      if (!this.#stopped) this.#next();
    };
    this.#deadline = clock.setTimeout(() => settle(noAnswer(timeoutMs)), timeoutMs);
    this.#deadline.unref();
    unit.check(looking.signal).then(settle, (thrown) => settle({ verdict: 'unknown', reason: messageOf(thrown) }));
  }

  #judge(health: UnitHealth): void {
    const { settings, onHealth, onHung } = this.options;
    if (health.verdict === 'unhealthy') this.#misses += 1;
    else if (health.verdict !== 'unknown') this.#misses = 0;
    onHealth(health, this.#misses);
    if (health.verdict !== 'unhealthy' || this.#misses < settings().misses || this.#stopped) return;
    this.stop();
    onHung(health.reason, this.#misses);
  }

  /** Even intervals, whatever a look took. */
  #next(): void {
    const now = this.options.clock.now();
    const dueAt = this.#dueAt + this.options.settings().intervalMs;
    this.#arm(dueAt < now ? now : dueAt);
  }

  #spansStall(dueAt: number): boolean {
    const { intervalMs, timeoutMs } = this.options.settings();
    return this.options.stalls.spans(dueAt, intervalMs + timeoutMs);
  }

  #endLook(): void {
    this.options.clock.clearTimeout(this.#deadline);
    const looking = this.#looking;
    this.#looking = undefined;
    looking?.abort();
  }
}

function noAnswer(timeoutMs: number): UnitHealth {
  return { verdict: 'unhealthy', reason: `no answer in ${timeoutMs} ms` };
}
