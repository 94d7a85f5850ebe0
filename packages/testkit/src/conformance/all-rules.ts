import { CALL_RULES } from './call/call-rules';
import { leavesNothingBehind } from './call/leaves-nothing-behind';
import { LOAD_RULES } from './load/load-rules';
import { PACKAGE_RULES } from './package/package-rules';
import type { RuleText } from './rule/rule';
import { SERVICE_RULES } from './service/service-rules';

/** The rules for packages of providers, by their numbers. */
export const PROVIDER_RULES: readonly RuleText[] = sorted([
  ...PACKAGE_RULES,
  ...LOAD_RULES,
  ...CALL_RULES,
  leavesNothingBehind,
]);

/** Every rule there is, by its number. */
export const CONFORMANCE_RULES: readonly RuleText[] = [...PROVIDER_RULES, ...sorted(SERVICE_RULES)];

function sorted(rules: readonly RuleText[]): RuleText[] {
  return [...rules].sort((a, b) => a.id.localeCompare(b.id));
}
