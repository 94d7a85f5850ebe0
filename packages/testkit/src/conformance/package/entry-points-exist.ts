import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';
import type { PackageJson } from './package-json';

const NAME = /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;
const VERSION = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;

/** MC-P03 */
export const entryPointsExist: Rule<PackageFacts> = {
  id: 'MC-P03',
  title: 'names its entry points',
  level: 'bronze',
  checks: 'package.json has a name and a version that npm takes; the files of `main` and `types` exist.',
  why: 'Programs load `main`, TypeScript reads `types`; a package without them installs and then cannot be used.',
  mend: 'Build the package (`npm run build`), and name what came out under `main` and `types`.',
  check({ folder, packageJson, published }) {
    if (!packageJson) return verdictOf([`There is no package.json in ${folder}.`]);
    const { main, name, types, version } = packageJson;
    return verdictOf([
      typeof name === 'string' && NAME.test(name) ? undefined : `npm does not take the name ${show(name)}.`,
      typeof version === 'string' && VERSION.test(version)
        ? undefined
        : `npm does not take the version ${show(version)}.`,
      entryProblem('main', main, published),
      entryProblem('types', types ?? typesInExports(packageJson), published),
    ]);
  },
};

function entryProblem(key: string, value: unknown, published: readonly string[]): string | undefined {
  if (typeof value !== 'string') return `package.json has no "${key}".`;
  return published.includes(value.replace(/^\.\//, ''))
    ? undefined
    : `"${key}" names ${value}, which is not published.`;
}

function typesInExports({ exports }: PackageJson): unknown {
  const entry = (exports as Record<string, { types?: unknown } | undefined> | undefined)?.['.'];
  return entry?.types;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'that is missing';
}
