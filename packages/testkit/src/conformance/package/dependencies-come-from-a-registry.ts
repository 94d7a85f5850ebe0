import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

/** `workspace:` and `catalog:` become ranges when a monorepo publishes. */
const ELSEWHERE =
  /^(?:file:|link:|portal:|git[+:]|git@|github:|gitlab:|bitbucket:|gist:|https?:|[\w.-]+\/[\w.-]+(?:#|$)|\.{1,2}\/|\/)/;

/** MC-P10 */
export const dependenciesComeFromARegistry: Rule<PackageFacts> = {
  id: 'MC-P10',
  title: 'takes its dependencies from a registry',
  level: 'bronze',
  checks: 'No dependency is a git repository, a URL or a folder.',
  why: 'The store refuses such packages (`MC_DEPENDENCY_SOURCE`): nobody can tell whether they are what they were yesterday.',
  mend: 'Publish what is depended on, or take it into the package.',
  check({ packageJson }) {
    const { dependencies, optionalDependencies, peerDependencies } = packageJson ?? {};
    const all = Object.entries({ ...peerDependencies, ...optionalDependencies, ...dependencies });
    return verdictOf(all.filter(([, range]) => ELSEWHERE.test(range)).map(([name, range]) => `${name} is ${range}.`));
  },
};
