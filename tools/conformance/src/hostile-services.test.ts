import { CONFORMANCE_RULES } from '@mediaconduit/testkit';
import { hostileSuite, idsOf } from './__fixtures__/hostile-suite';
import { DEFINITION_SINS, RUN_SINS } from './__fixtures__/service-sins';

const isLong = Boolean(process.env['TORTURE']);

describe('the rules for services', () => {
  hostileSuite({
    good: { 'shout-service': ['MC-S28'] },
    groups: [
      { sins: DEFINITION_SINS, base: 'shout-service', beside: idsOf(DEFINITION_SINS) },
      { sins: RUN_SINS, base: 'shout-service', beside: [] },
    ],
    isLong,
  });

  it('are broken by one sinner each, but for the one that needs an image', () => {
    const ids = CONFORMANCE_RULES.map(({ id }) => id).filter((id) => id.startsWith('MC-S') && id !== 'MC-S28');
    expect(idsOf([...DEFINITION_SINS, ...RUN_SINS]).sort()).toEqual(ids);
  });
});
