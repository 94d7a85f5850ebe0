import type { Rule } from '../rule/rule';
import { notRun, verdictOf } from '../rule/verdict';
import type { LoadSubject } from './load-subject';

/** MC-P15 */
export const answersItsHost: Rule<LoadSubject> = {
  id: 'MC-P15',
  title: 'answers the questions of its host',
  level: 'silver',
  checks:
    '`isAvailable()`, `getHealth()` and `getModelsForCapability()` answer without a service; `configure({ timeout: 5 })` and `getModel()` of an unknown id are refused with `MC_CONFIG_INVALID` and `MC_MODEL_NOT_FOUND`; `dispose()` may be called twice.',
  why: 'Lists, health checks and shutdown call these for every provider; one that fails spoils them for all.',
  mend: 'Leave these methods to `BaseProvider`, or call `super` in yours.',
  check({ report }) {
    if (!report.identity) return notRun('the class could not be made', 'mend MC-P11 and MC-P12 first');
    return verdictOf(report.hostProblems);
  },
};
