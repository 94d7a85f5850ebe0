import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

/** MC-P04 */
export const publishesWhatItNeeds: Rule<PackageFacts> = {
  id: 'MC-P04',
  title: 'publishes what it needs',
  level: 'bronze',
  checks:
    '`files` of package.json takes the manifest and, when the service is a folder of the package, its definition. The package is not `private`.',
  why: 'What is not in the tarball works on the machine of the author and nowhere else.',
  mend: 'Name the manifest and the folder of the service under `files`; `npm pack --dry-run` lists what would go out.',
  check({ packageJson, provider, published }) {
    if (!packageJson) return verdictOf(['There is no package.json.']);
    const isThere = (path: string): boolean => published.some((file) => file === path || file.startsWith(`${path}/`));
    const service = 'manifest' in provider ? provider.manifest.service?.identifier : undefined;
    const folder = service?.startsWith('.') ? service.replace(/^\.\/|\/$/g, '') : undefined;
    return verdictOf([
      packageJson.private === true ? 'The package is private: npm refuses to publish it.' : undefined,
      published.some((file) => /^mediaconduit\.provider\.ya?ml$/i.test(file))
        ? undefined
        : 'The manifest is not published.',
      folder === undefined || isThere(folder) ? undefined : `The service in ${folder} is not published.`,
    ]);
  },
};
