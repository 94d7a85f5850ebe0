import type { Rule } from '../rule/rule';
import { notRun, verdictOf } from '../rule/verdict';
import type { EndReport } from './end-report';

/** MC-P33 */
export const leavesNothingBehind: Rule<EndReport> = {
  id: 'MC-P33',
  title: 'leaves nothing behind',
  level: 'gold',
  checks:
    'After all calls of the other rules, those that succeeded, failed and were cancelled, and after `dispose()`: no open handle, timer, child process, listener of the process or temporary file is left, and the program ends by itself.',
  why: 'A command that does not end, a server that grows, and a full disk begin with one timer or one file for each call.',
  mend: 'Release it in `finally` and in `dispose()`; `unref()` alone does not release.',
  check({ end, left }) {
    if (!left) return notRun('the calls did not come to their end', 'mend the rules before this one first');
    const { files, listeners, resources } = left;
    return verdictOf([
      ...resources.map((kind) => `${kind} is left open or running.`),
      ...listeners.map((listener) => `${listener} listens to the process.`),
      ...files.map((file) => `${file} is left.`),
      end.end === 'itself' ? undefined : 'The program does not end by itself.',
    ]);
  },
};
