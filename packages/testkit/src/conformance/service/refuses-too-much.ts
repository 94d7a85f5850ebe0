import { request } from 'node:http';
import type { Rule } from '../rule/rule';
import { notApplicable, notRun, verdictOf } from '../rule/verdict';
import { routesOf, type Route } from './routes-of';
import type { ServiceSubject } from './service-subject';

const PATIENCE_MS = 20_000;

/** MC-S24 */
export const refusesTooMuch: Rule<ServiceSubject> = {
  id: 'MC-S24',
  title: 'refuses what is larger than it says',
  level: 'gold',
  checks:
    'A request that announces twice as many bytes as `limits.maxInputBytes` of the definition is answered with 413, without being read.',
  why: 'Otherwise one request fills the memory or the disk of the machine.',
  mend: 'Compare `content-length` with the limit before you read, and count what comes without one.',
  async check({ bench, facts: { definition }, requests }) {
    const { maxInputBytes = 0 } = definition?.limits ?? {};
    if (maxInputBytes === 0) return notApplicable('its definition names no limit');
    const running = await bench.running();
    if ('outcome' in running) return running;
    const [route] = await routesOf(running.url, requests);
    if (!route) return notRun('no route is known that takes a body', 'add one to "requests" of conformance.json');
    const answer = await announce(running.url, route, maxInputBytes * 2);
    return verdictOf([answer === 413 ? undefined : `${route.path} is answered ${answer}, not 413.`]);
  },
};

/** Sends the beginning of a body, and the length that it is to have. */
function announce(url: string, { contentType, method, path }: Route, sizeBytes: number): Promise<number | string> {
  return new Promise((resolve) => {
    const isForm = contentType === 'multipart/form-data';
    const headers = {
      'content-type': isForm ? `${contentType}; boundary=conformance` : contentType,
      'content-length': String(sizeBytes),
    };
    const sent = request(`${url}${path}`, { method, headers, agent: false, timeout: PATIENCE_MS }, (response) => {
      resolve(response.statusCode ?? 0);
      sent.destroy();
    });
    sent.once('timeout', () => {
      resolve('with nothing');
      sent.destroy();
    });
    sent.once('error', (error) => resolve(`with ${error.message}`));
    sent.write(
      isForm ? '--conformance\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n' : '{"text":"',
    );
  });
}
