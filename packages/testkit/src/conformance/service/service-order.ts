import type { RuleId } from '../rule/rule';
import type { ConformanceSettings } from '../settings/settings';

/** What the program that runs services is told. */
export interface ServiceOrder {
  /** Of the service. */
  readonly folder: string;
  /** That of package.json: the same, or above it. */
  readonly packageFolder: string;
  /** The module of the runtime. */
  readonly runtime: string;
  readonly settings: ConformanceSettings;
  readonly home: string;
  readonly docker: boolean;
  readonly rules: readonly RuleId[];
}
