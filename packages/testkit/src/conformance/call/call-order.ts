import type { RuleId } from '../rule/rule';
import type { ConformanceSettings } from '../settings/settings';

/** What the program that makes calls is told. */
export interface CallOrder {
  /** Of the package. */
  readonly folder: string;
  /** The module of the runtime. */
  readonly runtime: string;
  readonly settings: ConformanceSettings;
  /** For state folders. */
  readonly home: string;
  /** The folder for temporary files, empty at first. */
  readonly temporary: string;
  /** For files of the suite. */
  readonly scratch: string;
  readonly rules: readonly RuleId[];
}
