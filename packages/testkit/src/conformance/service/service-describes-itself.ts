import { describesItself } from '../package/describes-itself';
import type { Rule } from '../rule/rule';
import { notApplicable } from '../rule/verdict';
import type { ServiceSubject } from './service-subject';

/** MC-S08 */
export const serviceDescribesItself: Rule<ServiceSubject> = {
  id: 'MC-S08',
  title: 'says what it is, under which licence, and for which Node.js',
  level: 'silver',
  checks:
    'package.json has a `description`, a `license` (SPDX), `engines.node`, and the keyword `mediaconduit`, by which such packages are found.',
  why: 'People find packages by these words, and companies refuse what has no licence.',
  mend: 'Add what is named to package.json.',
  check({ facts }) {
    if (facts.isPartOfProvider) return notApplicable('it is part of the package of a provider');
    return facts.packageJson ? describesItself.check(facts) : notApplicable('it is no npm package');
  },
};
