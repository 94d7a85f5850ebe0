import { isDeepStrictEqual } from 'node:util';
import type { Aftermath } from './failure-book';
import type { StackMember } from './stack-member';
import type { UnitHealth } from './unit';
import type { UnitRun } from './unit-run';
import type { UnitRuns } from './unit-runs';

/** Whether something that depends on a unit can rely on it. `down`: it failed, and nobody knows when it is back. */
export type Availability = 'available' | 'pending' | 'down';

/** What is wanted of one unit and what is known of it: all that its reconcile loop decides from. */
export class UnitFacts {
  wanted = false;
  /** It is not wanted only because nobody used it: it comes back for whoever calls. */
  isIdle = false;
  leases = 0;
  /** The present run is to make room for a new one. */
  renewing = false;
  /** The present run has to leave its seat in the group. */
  evicted = false;
  /** What keeps it from being started although it is wanted. */
  pause: Aftermath['state'] | undefined;
  /** What follows when the run that failed is gone. */
  aftermath: Aftermath | undefined;
  /** The latest look at the present run. */
  health: UnitHealth | undefined;
  /** Something that it depends on has failed. */
  lacks: string | undefined;

  /** @param member as it is wanted; what runs may still be another. */
  constructor(
    public member: StackMember,
    readonly runs: UnitRuns,
  ) {}

  /** The present run when it is ready, also while its end is near. */
  get ready(): UnitRun | undefined {
    const { current } = this.runs;
    return current?.phase === 'running' ? current : undefined;
  }

  /** It has had its turn: it is ready or has failed, and nobody holds it. */
  get mayLeaveSeat(): boolean {
    const isDecided = this.ready !== undefined || this.pause !== undefined || this.isStuck || !this.wanted;
    return isDecided && this.leases === 0 && !this.renewing;
  }

  /** A copy may get ready while the present run goes on. */
  get rolls(): boolean {
    return this.member.rolling && this.member.group === undefined && this.ready !== undefined;
  }

  /** It runs, and will not for long. */
  get isLeaving(): boolean {
    const { current } = this.runs;
    if (!current) return false;
    return !this.wanted || this.evicted || current.phase === 'ending' || (this.renewing && !this.rolls);
  }

  /** Ready, as it is wanted, and there to stay. */
  get isSettled(): boolean {
    return this.ready !== undefined && !this.renewing && !this.isLeaving && this.runsWith(this.member);
  }

  /** Nothing of it runs. */
  get isGone(): boolean {
    return this.runs.all.length === 0;
  }

  /** Something of it could not be stopped. */
  get isStuck(): boolean {
    return this.runs.all.some(({ phase }) => phase === 'stuck');
  }

  get availability(): Availability {
    if (this.runs.current) return this.ready && !this.isLeaving ? 'available' : 'pending';
    const isDown = this.pause !== undefined || this.lacks !== undefined;
    return this.wanted && isDown ? 'down' : 'pending';
  }

  /** Whether the present run has the settings of this member. */
  runsWith({ settings }: StackMember): boolean {
    return isDeepStrictEqual(this.runs.current?.member.settings, settings);
  }

  /** Whether anything of it that runs was started upon the other. */
  restsOn(name: string): boolean {
    return this.runs.all.some(({ member }) => member.dependsOn.includes(name));
  }
}
