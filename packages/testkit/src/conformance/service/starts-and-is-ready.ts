import type { Rule } from '../rule/rule';
import { PASS } from '../rule/verdict';
import type { ServiceSubject } from './service-subject';

/** MC-S20 */
export const startsAndIsReady: Rule<ServiceSubject> = {
  id: 'MC-S20',
  title: 'starts as a process, and says when it is ready',
  level: 'bronze',
  checks:
    'The process of the definition starts, tells its port as `process.port` says, and answers its readiness path with 2xx in its time.',
  why: 'It is how the service runs where there is no Docker: on most laptops, and in most tests.',
  mend: 'Run the command by hand, ask the readiness path with curl, and read what it writes.',
  async check({ bench }) {
    const running = await bench.first();
    return 'outcome' in running ? running : PASS;
  },
};
