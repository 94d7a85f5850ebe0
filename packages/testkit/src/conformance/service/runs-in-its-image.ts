import type { Rule } from '../rule/rule';
import { notApplicable, notRun, verdictOf } from '../rule/verdict';
import { answerProblem } from './answer-problem';
import type { ServiceSubject } from './service-subject';

const KILLED = 137;

/** MC-S28 */
export const runsInItsImage: Rule<ServiceSubject> = {
  id: 'MC-S28',
  title: 'does the same in its container',
  level: 'platinum',
  checks:
    'With `--docker`: the image is built or pulled, the container gets ready, answers the requests of conformance.json, and ends within 10 s of SIGTERM.',
  why: 'Servers run it so; an image that nobody builds is broken within a month.',
  mend: 'Read what the build or the container says; `docker compose up --build` in the folder shows the same.',
  async check({ bench, docker, facts, requests }) {
    if (!facts.definition?.docker) return notApplicable('it has no image');
    if (!docker) return notRun('--docker was not given', 'mediaconduit conformance <folder> --docker');
    const started = await bench.start('docker');
    if ('outcome' in started) return started;
    await using service = started;
    const problems: (string | undefined)[] = [];
    for (const one of requests.filter(({ long }) => !long)) {
      problems.push(await answerProblem(service.url, one, facts.packageFolder));
    }
    const code = await service.stop();
    return verdictOf([...problems, code === KILLED ? 'It did not end within 10 s, and was killed.' : undefined]);
  },
};
