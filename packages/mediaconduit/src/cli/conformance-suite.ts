/** How good a package is, worst first: `bronze` … `platinum`. */
export type QualityLevel = 'bronze' | 'silver' | 'gold' | 'platinum';

/** What came of one rule. */
export interface RuleResult {
  readonly id: string;
  readonly title: string;
  readonly level: QualityLevel;
  readonly outcome: 'pass' | 'fail' | 'not-applicable' | 'not-run';
  readonly details: readonly string[];
  readonly next?: string;
  readonly docs: string;
}

/** What came of a whole package. */
export interface ConformanceReport {
  readonly folder: string;
  readonly name: string;
  readonly version?: string;
  /** Whether every rule was asked for; without, there is no level. */
  readonly isComplete: boolean;
  /** Missing below bronze. */
  readonly level?: QualityLevel;
  readonly results: readonly RuleResult[];
}

/** The part of `@mediaconduit/testkit` that the command uses. It is installed by authors only, so it is no dependency. */
export interface ConformanceSuite {
  readonly LEVELS: readonly QualityLevel[];
  checkConformance(
    folder: string,
    options: {
      readonly docker?: boolean;
      readonly only?: readonly string[];
      readonly runtime: string;
      readonly signal: AbortSignal;
      readonly onRule: (id: string) => void;
    },
  ): Promise<ConformanceReport>;
  writeBadge(file: string, level: QualityLevel | undefined): Promise<void>;
}
