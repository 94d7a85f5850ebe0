import type { Clock } from '@mediaconduit/sdk';
import type { ExclusiveGroup } from './exclusive-group';
import type { StackMember } from './stack-member';
import type { StallWatch } from './stall-watch';
import type { StartLimit } from './start-limit';
import type { SupervisorEvents } from './supervisor-events';

/** Whether what a member depends on lets it start. */
export type Gate =
  { readonly state: 'open' } | { readonly state: 'waiting' } | { readonly state: 'closed'; readonly needed: string };

/** What one supervised unit knows of the others. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly drainMs: number;
  readonly stalls: StallWatch;
  readonly limit: StartLimit;
  groupOf(member: StackMember): ExclusiveGroup | undefined;
  gateOf(member: StackMember): Gate;
  /** Something that it depends on and that does not run; `undefined` when all does. */
  missingOf(member: StackMember): string | undefined;
  /** The present generation of everything that it depends on. */
  generationsOf(member: StackMember): ReadonlyMap<string, number>;
  /** Whether something that is wanted depends on it. */
  isNeeded(name: string): boolean;
  /** Whether something that depends on it is on its way out, and has to be gone first. `forGood`: it will not come back. */
  isAwaited(name: string, forGood: boolean): boolean;
  /** Whoever is concerned looks again, soon. */
  changed(name: string): void;
  tell<K extends keyof SupervisorEvents>(event: K, ...payload: SupervisorEvents[K]): void;
}
