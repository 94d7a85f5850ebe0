import { isMediaConduitError } from '@mediaconduit/sdk';
import { notRun, type Verdict } from '../rule/verdict';
import { findRuntime } from './find-runtime';

/** The module of the runtime, or what is to be said of rules that need it. */
export function runtimeOr({ runtime }: { readonly runtime?: string }, folder: string): string | Verdict {
  try {
    return runtime ?? findRuntime(folder);
  } catch (error) {
    if (!isMediaConduitError(error, 'MC_RUNTIME_MISSING')) throw error;
    return notRun('the package has no runtime to be tried out with', error.hint ?? error.message);
  }
}
