import { MediaConduitError, toMediaConduitError } from '@mediaconduit/sdk';
import { LivenessMonitor } from './liveness-monitor';
import type { StackMember } from './stack-member';
import type { Surroundings } from './surroundings';
import type { Unit, UnitEnd, UnitHealth } from './unit';
import { within } from './within';

/** How long an end may take beyond its grace before it counts as failed, in ms. */
const STOP_MARGIN_MS = 30_000;

/** How long the last lines of a unit that hangs may take, in ms. */
const LOGS_TIMEOUT_MS = 1000;
const LAST_LINES = 50;

/** What happens to one generation of a unit. */
export type RunEvent =
  | { readonly type: 'created' }
  | { readonly type: 'progress'; readonly message: string }
  | { readonly type: 'ready' }
  | { readonly type: 'start-failed'; readonly error: MediaConduitError }
  | { readonly type: 'ended'; readonly end: UnitEnd }
  | { readonly type: 'health'; readonly health: UnitHealth; readonly misses: number }
  | { readonly type: 'hung'; readonly reason: string; readonly misses: number; readonly end: UnitEnd }
  | { readonly type: 'drained' }
  | { readonly type: 'gone' }
  | { readonly type: 'stop-failed'; readonly error: MediaConduitError };

/** What a run is made from. */
export interface UnitRunOptions {
  readonly around: Pick<Surroundings, 'clock' | 'random' | 'stalls' | 'drainMs'>;
  readonly member: StackMember;
  readonly generation: number;
  readonly dependencies: ReadonlyMap<string, number>;
  /** As the member says now, which may be later than the start. */
  readonly liveness: () => StackMember['liveness'];
  readonly onEvent: (run: UnitRun, event: RunEvent) => void;
  /** Gives the place among the starts under way back. */
  readonly releaseSlot: () => void;
}

/** One generation of a unit, from its start to its end. */
export class UnitRun {
  /** `stuck`: it could not be stopped; `end` may be called again. */
  phase: 'starting' | 'running' | 'ending' | 'stuck' = 'starting';
  readyAt: number | undefined;
  readonly startedAt: number;
  unit: Unit | undefined;
  /** The generations of what it depends on: those at its start, or later ones that it was not replaced for. */
  dependencies: ReadonlyMap<string, number>;
  readonly #giveUp = new AbortController();
  #started: Promise<boolean> = Promise.resolve(false);
  #forgetEnd = (): void => undefined;
  #letGo: (() => void) | undefined;
  #monitor: LivenessMonitor | undefined;

  constructor(private readonly options: UnitRunOptions) {
    this.startedAt = options.around.clock.now();
    this.dependencies = options.dependencies;
  }

  get member(): StackMember {
    return this.options.member;
  }

  get generation(): number {
    return this.options.generation;
  }

  get uptimeMs(): number {
    return this.readyAt === undefined ? 0 : this.options.around.clock.now() - this.readyAt;
  }

  /** Whether callers have to be waited for before it may be stopped. */
  get drains(): boolean {
    return this.phase === 'running' && this.unit?.drain !== undefined;
  }

  launch(): void {
    this.#started = this.#start();
  }

  /** Drains (when it is ready, and `drain`), then stops; tells `gone` or `stop-failed`. Aborts a start that is under way. */
  end({ drain }: { readonly drain: boolean }): void {
    const draining = drain && this.drains;
    this.phase = 'ending';
    this.hold(false);
    this.#monitor?.stop();
    this.#forgetEnd();
    this.#giveUp.abort(new MediaConduitError('MC_CALL_ABORTED', `The start of "${this.member.name}" was cancelled.`));
    void this.#end(draining).then(
      () => this.#tell({ type: 'gone' }),
      (thrown: unknown) => {
        this.phase = 'stuck';
        const error = toMediaConduitError(thrown, 'MC_ENGINE_FAILED', { facts: { name: this.member.name } });
        this.#tell({ type: 'stop-failed', error });
      },
    );
  }

  /** Keeps the unit from ending as idle, or lets it. */
  hold(wanted: boolean): void {
    if (wanted) this.#letGo ??= this.unit?.hold?.();
    else {
      this.#letGo?.();
      this.#letGo = undefined;
    }
  }

  /** @returns whether there is something to stop. */
  async #start(): Promise<boolean> {
    let early: UnitEnd | undefined;
    try {
      this.unit = this.member.createUnit();
      this.#forgetEnd = this.unit.onEnded((end) => {
        if (this.phase === 'starting') early = end;
        else if (this.phase === 'running') this.#tell({ type: 'ended', end });
      });
      await this.unit.start({
        signal: this.#giveUp.signal,
        onCreated: () => this.#tell({ type: 'created' }),
        onProgress: (message) => this.#tell({ type: 'progress', message }),
      });
    } catch (thrown) {
      this.#forgetEnd();
      this.options.releaseSlot();
      const error = toMediaConduitError(thrown, 'MC_SERVICE_START_FAILED', { facts: { name: this.member.name } });
      if (this.phase === 'starting') this.#tell({ type: 'start-failed', error });
      return false;
    }
    this.options.releaseSlot();
    if (this.phase !== 'starting') return true;
    this.phase = 'running';
    this.readyAt = this.options.around.clock.now();
    this.#watch(this.unit);
    this.#tell({ type: 'ready' });
    if (early) this.#tell({ type: 'ended', end: early });
    return true;
  }

  #watch(unit: Unit): void {
    const { around, liveness } = this.options;
    this.#monitor = new LivenessMonitor({
      ...{ clock: around.clock, random: around.random, stalls: around.stalls, unit, settings: liveness },
      onHealth: (health, misses) => this.#tell({ type: 'health', health, misses }),
      onHung: (reason, misses) => {
        const logs = within(around.clock, LOGS_TIMEOUT_MS, () => unit.logs(LAST_LINES), 'reading the last lines');
        const tell = (lines: readonly string[]): void =>
          this.#tell({ type: 'hung', reason, misses, end: { logs: lines } });
        logs.then(tell, () => tell([]));
      },
    });
    this.#monitor.start();
  }

  async #end(draining: boolean): Promise<void> {
    const { around, member } = this.options;
    const { clock, drainMs } = around;
    const graceMs = member.stopGraceMs;
    if (!(await within(clock, graceMs + STOP_MARGIN_MS, () => this.#started, `the start of "${member.name}"`))) return;
    if (draining) await this.#drain(drainMs);
    const stop = async (): Promise<void> => this.unit?.stop({ graceMs });
    await within(clock, graceMs + STOP_MARGIN_MS, stop, `the end of "${member.name}"`);
  }

  /** What does not end in time is ended by the stop. */
  async #drain(drainMs: number): Promise<void> {
    const patience = new AbortController();
    const { around, member } = this.options;
    const drain = async (): Promise<void> => this.unit?.drain?.(patience.signal);
    await within(around.clock, drainMs, drain, `the calls of "${member.name}"`).catch(() => undefined);
    patience.abort();
    this.#tell({ type: 'drained' });
  }

  #tell(event: RunEvent): void {
    this.options.onEvent(this, event);
  }
}
