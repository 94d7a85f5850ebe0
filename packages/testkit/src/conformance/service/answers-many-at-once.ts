import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import { answerProblem, isExpected } from './answer-problem';
import { send } from './send';
import type { ServiceSubject } from './service-subject';
import { toSendOptions } from './to-send-options';

const REQUESTS = 16;
const BUSY = [429, 503];

/** MC-S25 */
export const answersManyAtOnce: Rule<ServiceSubject> = {
  id: 'MC-S25',
  title: 'answers many callers at once',
  level: 'gold',
  checks:
    'The requests of conformance.json are answered as it says; of sixteen of the first one that come at once, each as well, or with 429 or 503. Without such requests the readiness path is asked.',
  why: 'Services are shared by all programs of a machine.',
  mend: 'Let requests wait for their turn, or answer 503 with `retry-after`; never fail in the middle.',
  async check({ bench, facts, requests }) {
    const running = await bench.running();
    if ('outcome' in running) return running;
    const { path: readiness = '/' } = facts.definition?.readiness ?? {};
    const wanted = requests.filter(({ long }) => !long);
    const asked = wanted.length > 0 ? wanted : [{ path: readiness }];
    const problems: string[] = [];
    for (const one of asked) {
      const problem = await answerProblem(running.url, one, facts.packageFolder);
      if (problem !== undefined) problems.push(problem);
    }
    if (problems.length > 0) return verdictOf(problems);
    const [first = { path: readiness }] = asked;
    const all = Array.from({ length: REQUESTS }, async () =>
      send(`${running.url}${first.path}`, await toSendOptions(first, facts.packageFolder)),
    );
    const bad = (await Promise.all(all)).filter(({ status }) => !isExpected(status, first) && !BUSY.includes(status));
    const [worst] = bad;
    const said = worst?.problem ?? String(worst?.status);
    return verdictOf([worst ? `Of ${REQUESTS} at once ${bad.length} fail: ${said}.` : undefined]);
  },
};
