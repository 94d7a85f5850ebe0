import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { ServiceSubject } from './service-subject';

const KILLED = 137;
const ENDED_BY_SIGTERM = 143;

/** MC-S22 */
export const endsWhenAsked: Rule<ServiceSubject> = {
  id: 'MC-S22',
  title: 'ends when it is asked to',
  level: 'silver',
  checks: 'SIGTERM ends it within 10 s, with the exit code 0 or as the signal does; it need not be killed.',
  why: 'What has to be killed loses what it was writing, and makes every stop, restart and end of a program wait.',
  mend: 'Close the server on SIGTERM, finish or cancel what runs, and exit with 0.',
  async check({ bench }) {
    const started = await bench.another();
    if ('outcome' in started) return started;
    await using service = started;
    const code = await service.stop();
    if (code === KILLED) return verdictOf(['It did not end within 10 s, and was killed.']);
    const isFine = code === 0 || code === ENDED_BY_SIGTERM || code === undefined;
    return verdictOf([isFine ? undefined : `It ended with ${code}.`]);
  },
};
