import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { ServiceSubject } from './service-subject';

/** MC-S21 */
export const runsBesideItself: Rule<ServiceSubject> = {
  id: 'MC-S21',
  title: 'runs beside another one of itself',
  level: 'silver',
  checks: 'A second process of the service starts while the first one runs, and gets ready at another address.',
  why: 'Two programs on one machine have a service each.',
  mend: 'Take a free port, and keep no lock or file at a place that all processes share.',
  async check({ bench }) {
    const first = await bench.running();
    if ('outcome' in first) return first;
    const second = await bench.start('process');
    if ('outcome' in second) return second;
    await using other = second;
    return verdictOf([other.url === first.url ? `Both are at ${other.url}.` : undefined]);
  },
};
