import { MediaConduitError, toMediaConduitError } from '@mediaconduit/sdk';
import type { Stack } from './stack';
import type { StartReport, UnitFailure } from './start-report';
import type { SupervisedUnit } from './supervised-unit';

type Outcome = 'ready' | 'failed' | 'waiting' | 'cancelled';

/** Follows units until each has got ready or has failed for the first time. */
export class StartCall {
  readonly #units: readonly SupervisedUnit[];
  readonly #failuresBefore: ReadonlyMap<string, number>;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #failures = new Map<string, UnitFailure>();
  readonly #startedAt: number;

  /** @param names in the order of a start. Made before the units are asked to run. */
  constructor(
    private readonly stack: Stack,
    readonly names: readonly string[],
  ) {
    this.#units = names.flatMap((name) => stack.units.get(name) ?? []);
    this.#failuresBefore = new Map(this.#units.map(({ name, failures }) => [name, failures.count]));
    this.#startedAt = stack.clock.now();
  }

  /** Resolves when all are decided, or (unless `patient`) a critical one has failed. */
  async settled({ patient = false, signal }: { patient?: boolean; signal?: AbortSignal } = {}): Promise<void> {
    await this.stack.watch.until(() => {
      for (const unit of this.#units) this.#follow(unit);
      if (!patient && this.failedCritical.length > 0) return true;
      return this.#units.every(({ name }) => this.#outcomes.has(name)) || undefined;
    }, signal);
  }

  get failed(): UnitFailure[] {
    return this.names.flatMap((name) => this.#failures.get(name) ?? []);
  }

  get failedCritical(): UnitFailure[] {
    return this.failed.filter(({ critical }) => critical);
  }

  report(): StartReport {
    const having = (outcome: Outcome): string[] => this.names.filter((name) => this.#outcomes.get(name) === outcome);
    const durationMs = this.stack.clock.now() - this.#startedAt;
    return { ready: having('ready'), failed: this.failed, waiting: having('waiting'), durationMs };
  }

  /** The one error of a start that was given up. */
  error(undone: readonly string[]): MediaConduitError {
    const failed = this.failed.filter(({ critical, error }) => critical || error.code !== 'MC_DEPENDENCY_FAILED');
    const [first] = this.failedCritical;
    const tried = new Set([...undone, ...failed.map(({ name }) => name)]);
    const notTried = this.names.filter((name) => !tried.has(name) && this.#outcomes.get(name) !== 'ready');
    const reasons = failed.map(
      ({ name, critical, error }) => `${name}${critical ? ' (critical)' : ''}: ${error.message}`,
    );
    return new MediaConduitError('MC_STACK_START_FAILED', `The start was given up and undone. ${reasons.join(' ')}`, {
      hint: first?.error.hint ?? 'mend what failed and start again',
      facts: { failed: failed.map(toFacts), notTried, undone },
      cause: first?.error,
    });
  }

  /** The first thing that becomes of a unit counts: a failed one may be ready after its next try. */
  #follow(unit: SupervisedUnit): void {
    const known = this.#outcomes.get(unit.name);
    if (known !== undefined && known !== 'waiting') return;
    const outcome = this.#outcomeOf(unit);
    if (outcome === 'failed') this.#failures.set(unit.name, failureOf(unit));
    if (outcome) this.#outcomes.set(unit.name, outcome);
    else this.#outcomes.delete(unit.name);
  }

  #outcomeOf({ name, facts, failures }: SupervisedUnit): Outcome | undefined {
    if (failures.count > (this.#failuresBefore.get(name) ?? 0)) return 'failed';
    if (facts.isSettled) return 'ready';
    if (!facts.wanted) return 'cancelled';
    return this.stack.isParked(name) ? 'waiting' : undefined;
  }
}

/** What is known of the latest failure of a unit. */
export function failureOf({ name, facts, failures }: SupervisedUnit): UnitFailure {
  const { report } = failures;
  const error = report?.error ?? toMediaConduitError(`"${name}" could not be started`);
  return { name, critical: facts.member.critical, error, exitCode: report?.exitCode, logs: report?.logs ?? [] };
}

function toFacts({ name, critical, error, exitCode, logs }: UnitFailure): Record<string, unknown> {
  return { name, critical, code: error.code, message: error.message, hint: error.hint, exitCode, logs };
}
