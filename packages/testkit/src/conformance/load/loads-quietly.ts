import type { ProcessSnapshot } from '../child/process-snapshot';
import type { Rule } from '../rule/rule';
import { notRun, verdictOf } from '../rule/verdict';
import type { LoadSubject } from './load-subject';

const WORDS: Readonly<Record<keyof ProcessSnapshot, string>> = {
  resources: 'left open or running',
  listeners: 'listens to the process',
  globals: 'was made global',
  environment: 'was changed in the environment',
  files: 'was written',
};

/** MC-P14 */
export const loadsQuietly: Rule<LoadSubject> = {
  id: 'MC-P14',
  title: 'does nothing while it is loaded and made',
  level: 'silver',
  checks:
    'Loading and making it prints nothing, opens nothing, starts no timer, writes no file, changes no variable and no global, and listens to no event of the process.',
  why: 'Many providers share one program. What one does on load happens to all, also where it is only listed.',
  mend: 'Move it into the call that needs it, and release it in `dispose()`.',
  check({ report: { left, printed } }) {
    if (!left) return notRun('the class could not be made', 'mend MC-P11 and MC-P12 first');
    const kinds = Object.keys(WORDS) as (keyof ProcessSnapshot)[];
    return verdictOf([
      printed === '' ? undefined : `It prints ${JSON.stringify(printed.slice(0, 200))}.`,
      ...kinds.flatMap((kind) => left[kind].map((one) => `${one} ${WORDS[kind]}.`)),
    ]);
  },
};
