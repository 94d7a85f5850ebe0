import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rule } from '../rule/rule';
import { notApplicable, verdictOf } from '../rule/verdict';
import { readComposed } from './composed';
import { parseDockerfile } from './parse-dockerfile';
import type { ServiceSubject } from './service-subject';

/** MC-S07 */
export const runsAsAUser: Rule<ServiceSubject> = {
  id: 'MC-S07',
  title: 'does not run as root in its container',
  level: 'silver',
  checks:
    'The last stage of the Dockerfile, or the compose file, names a user that is not root. Images of others are not looked into.',
  why: 'A fault in a parser of media is a way into the container; as root it is half of the way out.',
  mend: '`RUN useradd --system app` and `USER app`, or `USER node` in the images of Node.js.',
  async check(subject) {
    const { services } = await readComposed(subject);
    const built = services.filter(({ build }) => build !== undefined);
    if (built.length === 0) return notApplicable('it builds no image');
    const problems: (string | undefined)[] = [];
    for (const { build, name, user } of built) {
      const file = join(build?.context ?? '', build?.dockerfile ?? '');
      const said = user ?? parseDockerfile(await readFile(file, 'utf8').catch(() => 'USER unknown')).user;
      const isRoot = said === undefined || /^(?:root|0)(?::|$)/.test(said);
      problems.push(isRoot ? `${name} runs as root.` : undefined);
    }
    return verdictOf(problems);
  },
};
