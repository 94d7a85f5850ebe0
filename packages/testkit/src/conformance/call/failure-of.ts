import { isMediaConduitError, messageOf, type ErrorCode } from '@mediaconduit/sdk';
import { LATE, within } from '../child/within';

/** What a call failed with that was to fail. */
export type Failure = { readonly error: unknown } | { readonly problem: string };

/** Waits for the failure; an answer, or nothing at all, is a problem. */
export async function failureOf(call: Promise<unknown>, ms: number): Promise<Failure> {
  try {
    const answer = await within(call, ms);
    if (answer === LATE) return { problem: `the call did not end within ${ms / 1000} s.` };
    return { problem: 'the call succeeds, although nothing answered it.' };
  } catch (error) {
    return { error };
  }
}

/** What is wrong with an error: it has no code, no hint, or another code than those that fit. */
export function errorProblem(failure: Failure, fitting?: readonly ErrorCode[]): string | undefined {
  if ('problem' in failure) return failure.problem;
  const { error } = failure;
  if (!isMediaConduitError(error)) return `the error has no code: ${messageOf(error)}`;
  const { code, hint } = error;
  if (code === 'MC_INTERNAL') return `the error is MC_INTERNAL, which blames MediaConduit: ${error.message}`;
  if (fitting && !fitting.includes(code)) return `the error is ${code}, not ${fitting.join(' or ')}: ${error.message}`;
  return hint === undefined || hint === '' ? `the error ${code} has no hint: ${error.message}` : undefined;
}
