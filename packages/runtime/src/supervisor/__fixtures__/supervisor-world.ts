import { createManualClock, type ManualClock } from '@mediaconduit/testkit';
import { DEFAULT_LIVENESS, DEFAULT_RESTART, type StackMember } from '../stack-member';
import { Supervisor } from '../supervisor';
import type { SupervisorEvents } from '../supervisor-events';
import type { SupervisorOptions } from '../supervisor-options';
import type { UnitStateName } from '../unit-state';
import type { UnitStatus } from '../unit-status';
import { FakeUnit, type FakeBehaviour } from './fake-unit';

/** A supervisor of fake units whose time a test holds in its hands. */
export interface SupervisorWorld extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly supervisor: Supervisor;
  /** `name state` of every fake unit, in order. */
  readonly log: string[];
  readonly units: FakeUnit[];
  /** A member made of fake units; its behaviour is shared by all members of the name. */
  member(name: string, overrides?: Partial<StackMember>): StackMember;
  behave(name: string, behaviour: Partial<FakeBehaviour>): void;
  /** The latest unit of a name. */
  unit(name: string): FakeUnit;
  status(name: string): UnitStatus;
  states(): Record<string, UnitStateName>;
  payloads<K extends keyof SupervisorEvents>(event: K): SupervisorEvents[K][0][];
  /** Moves time on until the promise settles, at most ten minutes. */
  run<T>(promise: Promise<T>): Promise<T>;
}

const EVENTS = [
  'service-state-changed',
  'service-error',
  'service-progress',
  'service-started',
  'service-exited',
  'service-stopped',
  'service-unhealthy',
  'startup-failed',
  'all-services-started',
  'manager-stall',
] as const satisfies (keyof SupervisorEvents)[];

export function supervisorWorld(options: Partial<SupervisorOptions> = {}): SupervisorWorld {
  const clock = createManualClock();
  const supervisor = new Supervisor({ clock, random: () => 0.5, maxConcurrentStarts: 1000, ...options });
  const log: string[] = [];
  const units: FakeUnit[] = [];
  const told: { event: string; payload: unknown }[] = [];
  const behaviours = new Map<string, FakeBehaviour>();
  for (const event of EVENTS) supervisor.events.on(event, (payload: unknown) => told.push({ event, payload }));
  const behaviourOf = (name: string): FakeBehaviour => {
    const known = behaviours.get(name) ?? {
      ...{ startMs: 0, stopMs: 0, failure: undefined, stopFailure: undefined, drainMs: undefined, logs: [] },
      health: () => ({ verdict: 'healthy' }),
    };
    behaviours.set(name, known);
    return known;
  };
  const createUnit = (name: string): FakeUnit => {
    const note = (state: string): number => log.push(`${name} ${state}`);
    const unit = new FakeUnit(name, clock, behaviourOf(name), note);
    units.push(unit);
    return unit;
  };
  const status = (name: string): UnitStatus => {
    const found = supervisor.status().find((one) => one.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  const run = async <T>(promise: Promise<T>): Promise<T> => {
    let over = false;
    const settled = promise.finally(() => (over = true));
    settled.catch(() => undefined);
    await clock.advance(0);
    for (let ms = 0; !over && ms < 600_000; ms += 100) await clock.advance(100);
    if (!over) throw new Error('it does not settle');
    return settled;
  };
  return {
    ...{ clock, supervisor, log, units, status },
    member: (name, overrides) => ({
      ...{ name, settings: {}, createUnit: () => createUnit(name), dependsOn: [], critical: false },
      ...{ restartWithDependencies: false, restart: DEFAULT_RESTART, liveness: DEFAULT_LIVENESS },
      ...{ stopGraceMs: 10_000, rolling: false },
      ...overrides,
    }),
    behave: (name, behaviour) => Object.assign(behaviourOf(name), behaviour),
    unit: (name) => units.filter((unit) => unit.name === name).at(-1) as FakeUnit,
    states: () => Object.fromEntries(supervisor.status().map(({ name, state }) => [name, state.name])),
    payloads: (event) => told.filter((one) => one.event === event).map(({ payload }) => payload as never),
    run,
    [Symbol.asyncDispose]: () => run(supervisor.close()),
  };
}
