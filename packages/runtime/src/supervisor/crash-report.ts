import { isDeepStrictEqual } from 'node:util';
import { MediaConduitError } from '@mediaconduit/sdk';
import { createRedactor, type Redactor } from '../config/redactor';
import { describeChanges } from './describe-changes';
import { secretsOf } from './secrets-of';
import type { StackMember } from './stack-member';
import type { CrashReport, UnitEnd } from './unit';

const MOST_LINES = 50;

/** What is known when a unit has failed. */
export interface FailedRun {
  readonly member: StackMember;
  readonly error: MediaConduitError;
  readonly end: UnitEnd;
  readonly uptimeMs: number;
  readonly restarts: number;
  /** The settings with which it last worked, if it ever did. */
  readonly workedWith?: StackMember['settings'];
}

/** Writes down how a unit failed, without its secrets. The time is that of the wall clock: people read it. */
export function createCrashReport({ member, error, end, uptimeMs, restarts, workedWith }: FailedRun): CrashReport {
  const redact = createRedactor(() => secretsOf(member.settings));
  return {
    name: member.name,
    at: new Date().toISOString(),
    error: redactedError(error, redact),
    exitCode: end.exitCode,
    outOfMemory: end.outOfMemory,
    logs: redact(end.logs.slice(-MOST_LINES)),
    uptimeMs,
    changes: workedWith === undefined ? [] : describeChanges(workedWith, member.settings),
    restarts,
  };
}

/** The same error when there is nothing to hide in it. */
function redactedError(error: MediaConduitError, redact: Redactor): MediaConduitError {
  const { cause, code, facts, hint, message, retryable } = error;
  const said = { message, hint, facts };
  const shown = redact(said);
  if (isDeepStrictEqual(shown, said)) return error;
  return new MediaConduitError(code, shown.message, { hint: shown.hint, facts: shown.facts, retryable, cause });
}

/** How a unit ended, from the facts of the error that its start failed with. */
export function endOfError({ facts }: MediaConduitError): UnitEnd {
  const { exitCode, outOfMemory, logs } = facts;
  return {
    exitCode: typeof exitCode === 'number' ? exitCode : undefined,
    outOfMemory: typeof outOfMemory === 'boolean' ? outOfMemory : undefined,
    logs: Array.isArray(logs) ? logs.map(String) : [],
  };
}

/** The error for a unit that was ready and ended by itself. */
export function endedError(name: string, { exitCode, outOfMemory, logs }: UnitEnd): MediaConduitError {
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
  const how = outOfMemory ? 'ran out of memory' : `ended by itself${code}`;
  return new MediaConduitError('MC_SERVICE_GONE', `"${name}" ${how}.`, {
    hint: logs.length > 0 ? 'its last output says more' : `mediaconduit logs ${name}`,
    facts: { name, exitCode, outOfMemory },
  });
}

/** The error for a unit that ran, but missed its checks. */
export function hungError(name: string, misses: number, reason: string): MediaConduitError {
  return new MediaConduitError('MC_SERVICE_HUNG', `"${name}" missed ${misses} checks in a row: ${reason}.`, {
    hint: `mediaconduit logs ${name}; raise timeoutMs of its liveness settings if it is only busy`,
    facts: { name, misses, reason },
  });
}

/** The error for a unit that is not started again by itself. */
export function budgetError(
  name: string,
  reason: string,
  restarts: number,
  cause: MediaConduitError,
): MediaConduitError {
  return new MediaConduitError('MC_RESTART_BUDGET', `"${name}" is given up: ${reason}. ${cause.message}`, {
    hint: `mend what ends it, then: mediaconduit restart ${name}`,
    facts: { name, restarts, code: cause.code },
    cause,
  });
}

/** The error for a unit that cannot be started because of another one. */
export function dependencyError(name: string, needed: string, cause?: MediaConduitError): MediaConduitError {
  const why = cause ? `: ${cause.message}` : '.';
  return new MediaConduitError('MC_DEPENDENCY_FAILED', `"${name}" needs "${needed}", which does not run${why}`, {
    hint: `it starts by itself as soon as "${needed}" is ready`,
    facts: { name, dependency: needed, code: cause?.code },
    cause,
  });
}
