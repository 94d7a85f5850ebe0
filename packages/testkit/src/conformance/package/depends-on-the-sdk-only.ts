import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

const HOSTS = ['@mediaconduit/runtime', '@mediaconduit/mediaconduit', '@mediaconduit/testkit', '@mediaconduit/gateway'];

/** MC-P05 */
export const dependsOnTheSdkOnly: Rule<PackageFacts> = {
  id: 'MC-P05',
  title: 'depends on the contract, and not on its host',
  level: 'bronze',
  checks:
    '@mediaconduit/sdk stands under `dependencies` or `peerDependencies`, with a range. The runtime, the command and the test kit stand under `devDependencies` at most.',
  why: 'A provider that brings its own runtime has a second one beside that of the program, with its own services.',
  mend: '`npm install @mediaconduit/sdk`, and `npm install --save-dev` for what only tests and trials need.',
  check({ packageJson }) {
    const { dependencies, optionalDependencies, peerDependencies } = packageJson ?? {};
    const needed = { ...peerDependencies, ...optionalDependencies, ...dependencies };
    const range = needed['@mediaconduit/sdk'];
    return verdictOf([
      range === undefined ? '@mediaconduit/sdk is neither under dependencies nor under peerDependencies.' : undefined,
      range === '*' || range === '' || range === 'latest'
        ? `"${range}" takes any version of @mediaconduit/sdk, also one that breaks the package.`
        : undefined,
      ...HOSTS.filter((name) => Object.hasOwn(needed, name)).map((name) => `${name} is a dependency.`),
    ]);
  },
};
