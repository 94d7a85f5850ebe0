import { hasAReadme } from '../package/has-a-readme';
import type { Rule } from '../rule/rule';
import { notApplicable } from '../rule/verdict';
import type { ServiceSubject } from './service-subject';

/** MC-S09 */
export const serviceHasAReadme: Rule<ServiceSubject> = {
  id: 'MC-S09',
  title: 'has a README with an example',
  level: 'silver',
  checks: 'README.md is published, names the package, and has at least one block of code.',
  why: 'Whoever runs the service by hand, or writes another client, finds its requests there.',
  mend: 'Write how it is started by hand, one request with its answer, and its variables.',
  check({ facts }) {
    if (facts.isPartOfProvider) return notApplicable('it is part of the package of a provider');
    if (!facts.packageJson) return notApplicable('it is no npm package');
    return hasAReadme.check({ ...facts, folder: facts.packageFolder });
  },
};
