import type { RuleId } from '../rule/rule';
import type { ConformanceSettings } from '../settings/settings';
import type { ServiceHomes } from './service-homes';

/** What the program that runs services is told. */
export interface ServiceOrder {
  /** Of the service. */
  readonly folder: string;
  /** That of package.json: the same, or above it. */
  readonly packageFolder: string;
  /** The module of the runtime. */
  readonly runtime: string;
  readonly settings: ConformanceSettings;
  readonly homes: ServiceHomes;
  readonly docker: boolean;
  readonly rules: readonly RuleId[];
}
