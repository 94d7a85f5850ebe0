import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { ServiceSubject } from './service-subject';

/** MC-S01 */
export const definitionIsValid: Rule<ServiceSubject> = {
  id: 'MC-S01',
  title: 'has a valid definition',
  level: 'bronze',
  checks:
    '`MediaConduit.service.yml` can be read, follows its schema, and says how the service is run: as a process, in a container, or both.',
  why: 'It is all that the runtime knows of the service.',
  mend: 'Correct the place that is named; an editor with a YAML language server shows it while you type.',
  check({ facts: { definition, problem } }) {
    if (!definition) return verdictOf([problem ?? 'There is no definition.']);
    const isRunnable = definition.process ?? definition.docker ?? definition.url;
    return verdictOf([isRunnable ? undefined : 'It says neither "process" nor "docker": nothing can run it.']);
  },
};
