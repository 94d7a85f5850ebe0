import type { ProcessSnapshot } from '../child/process-snapshot';
import type { ChildEnd } from '../child/run-child';

/** What a program left that made many providers, called and disposed them. */
export interface EndReport {
  /** Missing when it did not get so far. */
  readonly left?: ProcessSnapshot;
  readonly end: ChildEnd;
}
