import type { Rule } from '../rule/rule';
import { notRun, verdictOf } from '../rule/verdict';
import type { LoadSubject } from './load-subject';

/** MC-P12 */
export const exportsItsClass: Rule<LoadSubject> = {
  id: 'MC-P12',
  title: 'exports its class as default',
  level: 'bronze',
  checks: 'The default export is a class that extends `BaseProvider` of the contract that the manifest declares.',
  why: 'The loader takes this class without asking for its name, and compares its contract with its own.',
  mend: '`export default MyProvider;`, with `class MyProvider extends BaseProvider`.',
  check({ report }) {
    if (report.loadProblem !== undefined) return notRun('the package cannot be loaded', 'mend MC-P11 first');
    return verdictOf(report.exportProblems);
  },
};
