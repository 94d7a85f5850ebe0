import type { Level } from '../rule/level';
import type { RuleResult } from '../rule/rule-result';

/** What came of checking one package. */
export interface ConformanceReport {
  /** Absolute. */
  readonly folder: string;
  /** Of the package, or of its folder when it has no name. */
  readonly name: string;
  readonly version?: string;
  /** What the folder holds; a provider may bring its service. */
  readonly kinds: readonly ('provider' | 'service')[];
  /** Whether every rule was asked for; without, there is no level. */
  readonly isComplete: boolean;
  /** The best level that is reached; missing below bronze. */
  readonly level?: Level;
  /** By their numbers. */
  readonly results: readonly RuleResult[];
}
