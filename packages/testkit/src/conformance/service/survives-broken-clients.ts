import { connect } from 'node:net';
import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import { routesOf } from './routes-of';
import type { ServiceSubject } from './service-subject';

const TIMES = 10;

/** MC-S26 */
export const survivesBrokenClients: Rule<ServiceSubject> = {
  id: 'MC-S26',
  title: 'survives callers that break off',
  level: 'gold',
  checks:
    'Connections are cut in the middle of the headers and of the body, and bytes that are no HTTP are sent, ten times each; the service is ready afterwards.',
  why: 'Networks break, people press Ctrl-C, scanners knock. One of them must not end the work of all others.',
  mend: 'Handle the `error` of every request and response; never let a rejection go unhandled.',
  async check({ bench, requests }) {
    const running = await bench.running();
    if ('outcome' in running) return running;
    const [route = { path: '/', method: 'POST', contentType: 'application/json' }] = await routesOf(
      running.url,
      requests,
    );
    const head = `${route.method} ${route.path} HTTP/1.1\r\nhost: localhost\r\n`;
    const type =
      route.contentType === 'application/json' ? route.contentType : `${route.contentType}; boundary=conformance`;
    const broken = [
      head,
      `${head}content-type: ${type}\r\ncontent-length: 100000\r\n\r\n{"text":"Hel`,
      '\x16\x03\x01\x02\x00no http\r\n\r\n',
    ];
    for (let time = 0; time < TIMES; time += 1) await Promise.all(broken.map((bytes) => breakOff(running.url, bytes)));
    return verdictOf([await running.lastingHarm()]);
  },
};

/** Resolves when the connection is gone. */
function breakOff(url: string, bytes: string): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1', () => socket.resetAndDestroy()));
    socket.on('error', () => undefined); // that is the point
    socket.once('close', () => resolve());
  });
}
