import { runsNoInstallScripts } from '../package/runs-no-install-scripts';
import type { Rule } from '../rule/rule';
import { notApplicable } from '../rule/verdict';
import type { ServiceSubject } from './service-subject';

/** MC-S04 */
export const installsNothing: Rule<ServiceSubject> = {
  id: 'MC-S04',
  title: 'runs nothing when it is installed',
  level: 'bronze',
  checks: 'There is no `preinstall`, `install` or `postinstall` script, and no `binding.gyp`.',
  why: 'Installing a provider brings its service along, on machines where it never runs.',
  mend: 'Prepare what it needs at its first start, or in its image.',
  check({ facts }) {
    if (facts.isPartOfProvider) return notApplicable('it is part of the package of a provider');
    if (!facts.packageJson) return notApplicable('it is no npm package');
    return runsNoInstallScripts.check(facts);
  },
};
