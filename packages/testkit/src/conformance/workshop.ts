import type { ConformanceOptions } from './check-conformance';
import type { PackageFacts } from './package/package-facts';
import type { RuleId } from './rule/rule';
import type { ConformanceSettings } from './settings/settings';

/** One check of one package: what is known of it, and where it is done. */
export interface Workshop extends ConformanceOptions {
  /** Of the package. */
  readonly folder: string;
  readonly settings: ConformanceSettings;
  /** The rules that are asked for. */
  readonly wanted: ReadonlySet<RuleId>;
  readonly facts: PackageFacts;
  /** A folder of this check alone, with `cwd`, `home`, `homes`, `tmp` and `scratch`. */
  readonly work: string;
}
