import type { Rule } from '../rule/rule';
import { notApplicable, verdictOf } from '../rule/verdict';
import { readComposed } from './composed';
import type { ServiceSubject } from './service-subject';

/** MC-S05 */
export const keepsToTheComposeSubset: Rule<ServiceSubject> = {
  id: 'MC-S05',
  title: 'asks its container engine for nothing that is refused',
  level: 'silver',
  checks: 'The runtime reads the compose file without refusing or passing over any of it.',
  why: 'What reaches out of the container is refused until every user has said that they trust the file.',
  mend: 'Leave out what is named: the list of what is taken is in docs/security.md.',
  async check(subject) {
    if (!subject.facts.definition?.docker) return notApplicable('it has no image');
    const { refusal, warnings } = await readComposed(subject);
    return verdictOf([refusal, ...warnings]);
  },
};
