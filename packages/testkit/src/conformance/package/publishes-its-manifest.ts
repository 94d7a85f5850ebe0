import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

/** MC-P04 */
export const publishesItsManifest: Rule<PackageFacts> = {
  id: 'MC-P04',
  title: 'publishes its manifest',
  level: 'bronze',
  checks: '`files` of package.json takes the manifest. The package is not `private`.',
  why: 'What is not in the tarball works on the machine of the author and nowhere else.',
  mend: 'Name the manifest under `files`; `npm pack --dry-run` lists what would go out.',
  check({ packageJson, published }) {
    if (!packageJson) return verdictOf(['There is no package.json.']);
    return verdictOf([
      packageJson.private === true ? 'The package is private: npm refuses to publish it.' : undefined,
      published.some((file) => /^mediaconduit\.provider\.ya?ml$/i.test(file))
        ? undefined
        : 'The manifest is not published.',
    ]);
  },
};
