import { CONFORMANCE_RULES } from '@mediaconduit/testkit';
import { hostileSuite, idsOf } from './__fixtures__/hostile-suite';
import { CALL_SINS, LOAD_SINS, PACKAGE_SINS } from './__fixtures__/provider-sins';

const isLong = Boolean(process.env['TORTURE']);

describe('the rules for providers', () => {
  hostileSuite({
    good: { 'shout-provider': ['MC-S28'], 'key-provider': [] },
    groups: [
      { sins: PACKAGE_SINS, base: 'shout-provider', beside: idsOf(PACKAGE_SINS) },
      { sins: LOAD_SINS, base: 'shout-provider', beside: [...idsOf([...PACKAGE_SINS, ...LOAD_SINS]), 'MC-P37'] },
      { sins: CALL_SINS, base: 'shout-provider', beside: [] },
    ],
    isLong,
  });

  it('are broken by one sinner each', () => {
    const ids = CONFORMANCE_RULES.map(({ id }) => id).filter((id) => id.startsWith('MC-P'));
    expect(idsOf([...PACKAGE_SINS, ...LOAD_SINS, ...CALL_SINS]).sort()).toEqual(ids);
  });
});
