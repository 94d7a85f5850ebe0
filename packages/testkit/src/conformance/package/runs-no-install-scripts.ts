import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

/** MC-P06 */
export const runsNoInstallScripts: Rule<Pick<PackageFacts, 'packageJson' | 'published'>> = {
  id: 'MC-P06',
  title: 'runs nothing when it is installed',
  level: 'bronze',
  checks: 'There is no `preinstall`, `install` or `postinstall` script, and no `binding.gyp`.',
  why: 'Such scripts run with the rights of the user before anybody could look at them. MediaConduit never runs them.',
  mend: 'Do at the first call what the script did, or ship what it made.',
  check({ packageJson, published }) {
    const scripts = ['preinstall', 'install', 'postinstall'].filter(
      (name) => packageJson?.scripts?.[name] !== undefined,
    );
    return verdictOf([
      ...scripts.map((name) => `package.json has the script "${name}".`),
      published.includes('binding.gyp') ? 'npm compiles binding.gyp when the package is installed.' : undefined,
    ]);
  },
};
