import type { Rule } from '../rule/rule';
import { notRun, verdictOf } from '../rule/verdict';
import { readComposed } from './composed';
import type { ServiceSubject } from './service-subject';

/** MC-S03 */
export const leavesPortsFree: Rule<ServiceSubject> = {
  id: 'MC-S03',
  title: 'takes no fixed port',
  level: 'bronze',
  checks: 'No port of this machine is fixed: not in the compose file, not in the definition, not in `process.port`.',
  why: 'Two services with port 8080, or one service in two projects, cannot run on one machine.',
  mend: "Write `'${NAME_HOST_PORT:-0}:80'` in the compose file; let the process take any port and say which.",
  async check(subject) {
    const { definition } = subject.facts;
    if (!definition) return notRun('the definition cannot be read', 'mend MC-S01 first');
    const { docker, process } = definition;
    const { services } = await readComposed(subject);
    const fixed = services.flatMap(({ name, ports }) =>
      ports.flatMap(({ published }) => (published ? [`The compose service ${name} takes the port ${published}.`] : [])),
    );
    return verdictOf([
      ...fixed,
      docker?.hostPort ? `The definition asks for the port ${docker.hostPort}.` : undefined,
      typeof process?.port === 'number' && process.port > 0 ? `The process takes the port ${process.port}.` : undefined,
    ]);
  },
};
