import type { ProviderManifest } from '@mediaconduit/sdk';
import type { PlannedCall } from './planned-call';
import type { ProviderBench } from './provider-bench';

/** What the rules about calls look at. */
export interface CallSubject {
  readonly manifest: ProviderManifest;
  readonly bench: ProviderBench;
  /** Calls that are to succeed. */
  readonly calls: readonly PlannedCall[];
  /** One call for each capability of the manifest's models, for what needs no answer. */
  readonly samples: readonly PlannedCall[];
  /** What was printed in this process so far. */
  readonly printed: () => string;
  /** For files; empty at first. */
  readonly folder: string;
}
