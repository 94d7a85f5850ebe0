import type { RuleResult } from './rule-result';
import { levelOf } from './level-of';

const result = (level: RuleResult['level'], outcome: RuleResult['outcome'] = 'pass') => ({ level, outcome });
const BRONZE = result('bronze');
const SILVER = result('silver');

describe('levelOf', () => {
  it('is platinum when every rule is kept or does not apply', () => {
    expect(levelOf([BRONZE, SILVER, result('gold', 'not-applicable'), result('platinum')])).toBe('platinum');
  });

  it.each(['fail', 'not-run'] as const)('is the level before the first one with a rule that is: %s', (outcome) => {
    expect(levelOf([BRONZE, SILVER, result('gold', outcome), result('platinum')])).toBe('silver');
    expect(levelOf([result('bronze', outcome), SILVER])).toBeUndefined();
  });
});
