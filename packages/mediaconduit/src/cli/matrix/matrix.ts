import type { QualityLevel, RuleResult } from '../conformance-suite';

/** A published version of the core that providers are tried with. */
export interface CoreVersion {
  readonly version: string;
  /** How it was asked for, where that is not the version: `installed`, `latest`, `next`. */
  readonly names: readonly string[];
  /** The versions of the SDK and of the test kit that this core was published with. */
  readonly sdk: string;
  readonly testkit: string;
}

/** A provider package that is to be tried. */
export interface Candidate {
  /** What npm installs: `name@range`, or the path of a folder. */
  readonly spec: string;
  /** Of the package, or the path where it has none. */
  readonly name: string;
  /** Missing for what comes from a registry. */
  readonly folder?: string;
}

/** Why something did not work, as an error says it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** How many rules came out how. */
export type RuleCounts = Readonly<Record<RuleResult['outcome'], number>>;

/** What came of one provider with one version of the core. */
export type Cell =
  | {
      readonly outcome: 'passed' | 'failed';
      readonly core: string;
      /** What was installed. */
      readonly version?: string;
      /** Missing below bronze, and where only some rules were asked for. */
      readonly level?: QualityLevel;
      readonly rules: RuleCounts;
      readonly broken: readonly RuleResult[];
    }
  | {
      /**
       * `refused`: the core and the provider say themselves that they do not fit; `not-installable`: npm does not install
       * both; `failed`: nothing could be checked.
       */
      readonly outcome: 'refused' | 'not-installable' | 'failed';
      readonly core: string;
      readonly version?: string;
      readonly problem: Problem;
      /** Whether a range that the package declares says so: then it is no fault. */
      readonly isDeclared: boolean;
    };

/** One provider with every version of the core. */
export interface Row {
  readonly provider: string;
  /** Missing where it was never installed. */
  readonly version?: string;
  readonly cells: readonly Cell[];
}

/** What runs with which version of the core. */
export interface Matrix {
  readonly cores: readonly CoreVersion[];
  readonly rows: readonly Row[];
}

/** Whether it should work and does not: what packages themselves rule out is no fault. */
export function isFault(cell: Cell): boolean {
  return cell.outcome !== 'passed' && !('isDeclared' in cell && cell.isDeclared);
}
