import { EventEmitter } from 'node:events';
import { availableParallelism } from 'node:os';
import { messageOf, SILENT_LOGGER, type Clock, type Logger } from '@mediaconduit/sdk';
import { ChangeWatch } from './change-watch';
import { DependencyGraph } from './dependency-graph';
import { ExclusiveGroup } from './exclusive-group';
import type { StackMember } from './stack-member';
import { StallWatch } from './stall-watch';
import { StartLimit } from './start-limit';
import type { SupervisedUnit } from './supervised-unit';
import { closedError } from './supervisor-errors';
import type { SupervisorEvents } from './supervisor-events';
import type { GroupSettings, SupervisorOptions } from './supervisor-options';
import type { Gate, Surroundings } from './surroundings';

const RESIDENCE_MS = 5000;
const DRAIN_MS = 30_000;

/** All units of one supervisor, and what they know of each other. */
export class Stack implements Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly drainMs: number;
  readonly stalls: StallWatch;
  readonly limit: StartLimit;
  readonly events = new EventEmitter<SupervisorEvents>();
  readonly watch = new ChangeWatch();
  /** Also units that were removed and are not gone yet. */
  readonly units = new Map<string, SupervisedUnit>();
  graph = new DependencyGraph<StackMember>([]);
  readonly #log: Logger;
  readonly #settings: Readonly<Record<string, GroupSettings>>;
  readonly #groups = new Map<string, ExclusiveGroup>();
  readonly #changed = new Set<string>();

  constructor({ clock, random = Math.random, log = SILENT_LOGGER, ...options }: SupervisorOptions) {
    this.clock = clock;
    this.random = random;
    this.#log = log;
    this.drainMs = options.drainMs ?? DRAIN_MS;
    this.#settings = options.groups ?? {};
    this.stalls = new StallWatch(clock, (durationMs) => this.tell('manager-stall', { durationMs }));
    this.limit = new StartLimit(options.maxConcurrentStarts ?? 2 * availableParallelism(), (name) =>
      this.changed(name),
    );
  }

  /** Members of a group that may run at once. */
  placesOf(group: string): number {
    return this.#settings[group]?.concurrent ?? 1;
  }

  groupOf({ group }: StackMember): ExclusiveGroup | undefined {
    if (group === undefined) return undefined;
    const known = this.#groups.get(group) ?? this.#createGroup(group);
    this.#groups.set(group, known);
    return known;
  }

  gateOf({ dependsOn }: StackMember): Gate {
    const down = dependsOn.find((name) => this.units.get(name)?.facts.availability === 'down');
    if (down !== undefined) return { state: 'closed', needed: down };
    return { state: dependsOn.every((name) => this.#isAvailable(name)) ? 'open' : 'waiting' };
  }

  missingOf({ dependsOn }: StackMember): string | undefined {
    return dependsOn.find((name) => !this.#isAvailable(name));
  }

  generationsOf({ dependsOn }: StackMember): ReadonlyMap<string, number> {
    const available = dependsOn.filter((name) => this.#isAvailable(name));
    return new Map(available.map((name) => [name, this.units.get(name)?.facts.runs.generation ?? 0]));
  }

  isNeeded(name: string): boolean {
    return this.graph.dependantsOf(name).some((dependant) => this.units.get(dependant)?.facts.wanted);
  }

  isAwaited(name: string, forGood: boolean): boolean {
    return [...this.units.values()].some(({ facts }) => {
      const leaves = facts.isLeaving || (forGood && facts.renewing);
      const resting = facts.runs.all.filter(
        ({ member, phase }) => phase !== 'stuck' && member.dependsOn.includes(name),
      );
      return resting.some(({ phase }) => leaves || phase === 'ending');
    });
  }

  /** Waits for a place in its group, or in that of something that it needs. */
  isParked(name: string): boolean {
    const unit = this.units.get(name);
    if (!unit || !unit.facts.wanted || unit.facts.runs.current) return false;
    const { member } = unit.facts;
    return (this.groupOf(member)?.isParked(name) ?? false) || member.dependsOn.some((needed) => this.isParked(needed));
  }

  changed(name: string): void {
    this.#changed.add(name);
    if (this.#changed.size === 1) queueMicrotask(() => this.#spread());
  }

  tell<K extends keyof SupervisorEvents>(event: K, ...payload: SupervisorEvents[K]): void {
    try {
      (this.events as EventEmitter).emit(event, ...payload);
    } catch (thrown) {
      this.#log.error({ event, error: messageOf(thrown) }, 'a listener of the supervisor failed');
    }
  }

  /** Everything that would call back later is ended. */
  close(): void {
    for (const unit of this.units.values()) unit.close();
    for (const group of this.#groups.values()) group.close(closedError());
    this.events.removeAllListeners();
  }

  #isAvailable(name: string): boolean {
    return this.units.get(name)?.facts.availability === 'available';
  }

  /** Whoever a change concerns looks again, then whoever waits for something. */
  #spread(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    const concerned = new Set(changed.flatMap((name) => [name, ...this.#neighboursOf(name)]));
    for (const name of concerned) this.units.get(name)?.poke();
    for (const group of this.#groups.values()) group.settle();
    this.watch.changed();
  }

  #neighboursOf(name: string): string[] {
    const { facts } = this.units.get(name) ?? {};
    const upon = facts ? [facts.member, ...facts.runs.all.map(({ member }) => member)] : [];
    const resting = [...this.units.values()].filter((unit) => unit.facts.restsOn(name)).map((unit) => unit.name);
    return [...upon.flatMap(({ dependsOn }) => dependsOn), ...this.graph.dependantsOf(name), ...resting];
  }

  #createGroup(group: string): ExclusiveGroup {
    const isIdle = (name: string): boolean => {
      const facts = this.units.get(name)?.facts;
      return facts === undefined || (facts.mayLeaveSeat && !this.isNeeded(name));
    };
    return new ExclusiveGroup({
      clock: this.clock,
      places: () => this.placesOf(group),
      residenceMs: () => this.#settings[group]?.residenceMs ?? RESIDENCE_MS,
      isIdle,
      evict: (name) => this.units.get(name)?.evict(),
      onSeat: (name) => this.changed(name),
    });
  }
}
