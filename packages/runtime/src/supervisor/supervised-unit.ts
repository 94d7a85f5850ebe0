import { isDeepStrictEqual } from 'node:util';
import type { FailureBook } from './failure-book';
import { Inbox } from './inbox';
import type { StackMember } from './stack-member';
import { stoppedError } from './supervisor-errors';
import type { Surroundings } from './surroundings';
import { UnitFacts } from './unit-facts';
import { UnitLoop } from './unit-loop';
import { UnitRuns } from './unit-runs';
import type { UnitState } from './unit-state';

/**
 * One unit under supervision. Commands, events of its runs, timers and changes of others come in by one queue; after
 * each, its loop takes the next step.
 */
export class SupervisedUnit {
  readonly facts: UnitFacts;
  readonly #around: Surroundings;
  readonly #loop: UnitLoop;
  readonly #inbox = new Inbox(() => this.#loop.reconcile());

  constructor(member: StackMember, around: Surroundings) {
    this.#around = around;
    const runs: UnitRuns = new UnitRuns(around, {
      liveness: () => this.facts.member.liveness,
      onEvent: (run, event) => this.#inbox.post(() => this.#loop.handle(run, event)),
    });
    this.facts = new UnitFacts(member, runs);
    this.#loop = new UnitLoop(this.facts, around, (step) => this.#inbox.post(step));
  }

  get name(): string {
    return this.facts.member.name;
  }

  get state(): UnitState {
    return this.#loop.state;
  }

  get failures(): FailureBook {
    return this.#loop.failures;
  }

  /** Wants it to run. `retry`: also when it had failed, at once and with all restarts to spend. */
  want({ retry }: { readonly retry: boolean }): void {
    this.#change(() => {
      this.#setWanted(true);
      if (retry && !this.facts.runs.current) this.#loop.forgive();
      else if (retry && !this.facts.runsWith(this.facts.member)) this.facts.renewing = true;
      this.facts.runs.retryStops();
    });
  }

  /** Wants it to be gone. `keepReport`: a failure stays to be seen. */
  dismiss({ keepReport = false } = {}): void {
    this.#change(() => {
      this.#setWanted(false);
      this.#refuseTurns();
      this.#loop.rest({ keepReport });
      this.facts.runs.retryStops();
    });
  }

  /** Takes over what is wanted now; other settings replace the run. */
  assign(member: StackMember): void {
    this.#change(() => {
      const { settings, group } = this.facts.member;
      const moved = group !== member.group;
      if (moved) {
        this.#refuseTurns();
        this.#around.groupOf(this.facts.member)?.leave(this.name);
      }
      this.facts.member = member;
      if (!moved && isDeepStrictEqual(member.settings, settings)) return;
      this.#loop.forgive();
      this.facts.runs.dropNext();
      this.facts.renewing = this.facts.runs.current !== undefined && (moved || !this.facts.runsWith(member));
    });
  }

  /** Replaces what runs by a new run of the same, or starts it. */
  renew(): void {
    this.#change(() => {
      this.#setWanted(true);
      this.facts.renewing = this.facts.runs.current !== undefined;
      this.#loop.forgive();
      this.facts.runs.retryStops();
    });
  }

  /** Ends it for another member of its group; it comes back when there is a seat. */
  evict(): void {
    this.#change(() => {
      this.facts.evicted = this.facts.runs.current !== undefined;
      if (this.facts.pause !== 'failed') this.#loop.unpause();
      if (!this.facts.evicted) this.#around.groupOf(this.facts.member)?.leave(this.name);
    });
  }

  /** Keeps it from being stopped as idle; the returned function ends that, once. */
  lease(): () => void {
    let held = true;
    this.#change(() => (this.facts.leases += 1));
    return () => {
      if (held) this.#change(() => (this.facts.leases -= 1));
      held = false;
    };
  }

  /** Something around it changed. */
  poke(): void {
    this.#inbox.post(() => undefined);
  }

  /** Ends what would call back later. */
  close(): void {
    this.#loop.unpause();
    this.facts.runs.close();
  }

  /** Somebody said so: that it was idle says nothing any more. */
  #setWanted(wanted: boolean): void {
    this.facts.wanted = wanted;
    this.facts.isIdle = false;
  }

  #refuseTurns(): void {
    this.#around.groupOf(this.facts.member)?.refuse(this.name, stoppedError(this.name));
  }

  /** A change that others may have to know of. */
  #change(step: () => void): void {
    this.#inbox.post(() => {
      step();
      this.#around.changed(this.name);
    });
  }
}

/** Wants all of them to be gone: each learns of the others first, so that none goes before who needs it. */
export function dismissAll(units: readonly SupervisedUnit[], options?: { readonly keepReport: boolean }): void {
  for (const { facts } of units) facts.wanted = false;
  for (const unit of units) unit.dismiss(options);
}
