import type { ProcessSnapshot } from '../child/process-snapshot';

/** What a provider says of itself. */
export interface ProviderIdentity {
  readonly id: unknown;
  readonly name: unknown;
  readonly type: unknown;
  readonly capabilities: readonly unknown[];
  readonly models: readonly { readonly id: unknown; readonly name: unknown; readonly capabilities: unknown }[];
}

/** What was seen when a package was loaded, and its class made, in a process without a runtime. */
export interface LoadReport {
  /** Why it could not be loaded. */
  readonly loadProblem?: string;
  /** What is wrong with what it exports. */
  readonly exportProblems: readonly string[];
  /** Why the class could not be made. */
  readonly constructProblem?: string;
  readonly identity?: ProviderIdentity;
  /** What is wrong with its answers to its host. */
  readonly hostProblems: readonly string[];
  /** What loading and making left behind. */
  readonly left?: ProcessSnapshot;
  /** What it printed, as far as it is known. */
  readonly printed: string;
}
