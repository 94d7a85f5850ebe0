import type { Rule } from '../rule/rule';
import { notRun, verdictOf } from '../rule/verdict';
import { routesOf, type Route } from './routes-of';
import { send, type Reply } from './send';
import type { ServiceSubject } from './service-subject';

const PATIENCE_MS = 20_000;

/** MC-S23 */
export const refusesBadInput: Rule<ServiceSubject> = {
  id: 'MC-S23',
  title: 'refuses bad requests with a sentence',
  level: 'silver',
  checks:
    'A body that is no JSON, JSON of another kind, and a form that is none are answered with 4xx and a JSON object that says why; an unknown path with 404. The service is ready afterwards. The routes are those of conformance.json, else of `/openapi.json`.',
  why: 'A 500 looks like a fault of the service, is tried again, and says nothing to whoever can mend the request.',
  mend: 'Check the body first, and answer 400 with `{ "error": "…", "code": "…" }`.',
  async check({ bench, requests }) {
    const running = await bench.running();
    if ('outcome' in running) return running;
    const { url } = running;
    const routes = await routesOf(url, requests);
    if (routes.length === 0)
      return notRun('no route is known that takes a body', 'add one to "requests" of conformance.json');
    const problems = [unknownPathProblem(await send(`${url}/mediaconduit-conformance-no-such-path`))];
    for (const route of routes) problems.push(...(await refusals(url, route)));
    return verdictOf([...problems, await running.lastingHarm()]);
  },
};

async function refusals(url: string, { contentType, method, path }: Route): Promise<(string | undefined)[]> {
  const isForm = contentType === 'multipart/form-data';
  const headers = { 'content-type': isForm ? `${contentType}; boundary=conformance` : contentType };
  const bodies = isForm ? ['this is no form'] : ['{"text":', '"conformance"'];
  const problems: (string | undefined)[] = [];
  for (const body of bodies) {
    const reply = await send(`${url}${path}`, { method, headers, body, timeoutMs: PATIENCE_MS });
    problems.push(refusalProblem(`${method} ${path} with ${JSON.stringify(body)}`, reply));
  }
  return problems;
}

function refusalProblem(what: string, { problem, status, text }: Reply): string | undefined {
  if (problem !== undefined) return `${what} is not answered: ${problem}.`;
  if (status < 400 || status > 499) return `${what} is answered ${status}.`;
  return isObject(text) ? undefined : `${what} is answered ${status} without a JSON object: ${text.slice(0, 100)}`;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  } catch {
    return false;
  }
}

function unknownPathProblem({ status }: Reply): string | undefined {
  return status === 404 ? undefined : `An unknown path is answered ${status}, not 404.`;
}
