import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { LoadSubject } from './load-subject';

/** MC-P11 */
export const loads: Rule<LoadSubject> = {
  id: 'MC-P11',
  title: 'can be loaded and made',
  level: 'bronze',
  checks:
    'The entry is loaded in a process without a runtime, and its class is made with a manifest and a service that nobody has started.',
  why: 'Lists, help and documents are made of providers that are loaded and never called.',
  mend: 'Do in the first call what needs the service or a key; a constructor only keeps what it gets.',
  check: ({ report }) => verdictOf([report.loadProblem, report.constructProblem]),
};
