import type { MediaConduitError } from '@mediaconduit/sdk';
import { budgetError, createCrashReport } from './crash-report';
import { RestartPolicy } from './restart-policy';
import type { StackMember } from './stack-member';
import type { CrashReport, UnitEnd } from './unit';

/** What a failure leads to. `unknown`: the engine is away, which is nobody's failure. */
export interface Aftermath {
  readonly state: 'backoff' | 'failed' | 'unknown';
  readonly delayMs: number;
  readonly report: CrashReport;
}

/** What went wrong with one unit, and what is to be done about it. */
export class FailureBook {
  /** Grows with every failure, of whatever kind. */
  count = 0;
  /** The latest one, until it is ready again. */
  report: CrashReport | undefined;
  readonly #policy: RestartPolicy;
  #workedWith: StackMember['settings'] | undefined;
  #engineAway = 0;

  constructor(random: () => number) {
    this.#policy = new RestartPolicy(random);
  }

  get restarts(): number {
    return this.#policy.restarts;
  }

  /** It ran well with the settings that it has. */
  worked({ settings }: StackMember): void {
    this.#workedWith = settings;
  }

  /** Nobody used it: it worked until then, and what fails later is not in a row with what failed before. */
  rested(): void {
    this.#policy.endRow();
  }

  /** A person wants it to run: all restarts may be spent again. */
  forgive(): void {
    this.#policy.reset();
    this.#engineAway = 0;
  }

  /** Decides what comes after a failure. */
  judge(failed: {
    member: StackMember;
    error: MediaConduitError;
    end: UnitEnd;
    uptimeMs: number;
    now: number;
  }): Aftermath {
    const { member, uptimeMs, now } = failed;
    if (failed.error.code === 'MC_ENGINE_UNAVAILABLE') {
      this.#engineAway += 1;
      const delayMs = this.#policy.delayMs(member.restart, this.#engineAway);
      return { state: 'unknown', delayMs, report: this.#write(failed) };
    }
    this.#engineAway = 0;
    const decision = this.#policy.next(member.restart, now, uptimeMs);
    const error =
      decision.restart || member.restart.policy === 'never' ? failed.error : this.#givenUp(failed, decision.reason);
    const report = this.#write({ ...failed, error });
    if (uptimeMs >= member.restart.resetMs) this.worked(member);
    return decision.restart
      ? { state: 'backoff', delayMs: decision.delayMs, report }
      : { state: 'failed', delayMs: 0, report };
  }

  /** Something went wrong that leads to nothing by itself. */
  note(member: StackMember, error: MediaConduitError): void {
    this.count += 1;
    this.report = this.#write({ member, error, end: { logs: [] }, uptimeMs: 0 });
  }

  #write(failed: { member: StackMember; error: MediaConduitError; end: UnitEnd; uptimeMs: number }): CrashReport {
    return createCrashReport({ ...failed, restarts: this.restarts, workedWith: this.#workedWith });
  }

  #givenUp({ member, error }: { member: StackMember; error: MediaConduitError }, reason: string): MediaConduitError {
    return budgetError(member.name, reason, this.restarts, error);
  }
}
