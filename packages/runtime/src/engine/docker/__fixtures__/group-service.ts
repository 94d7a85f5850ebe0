/** Answers `PONG` to every line, as Redis does to `PING`; `DIE` ends it with 7. Says when it was asked to end. */
const STORE = `
const net = require('node:net');
process.on('SIGTERM', () => { console.log('store ends'); process.exit(0); });
net.createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (text) => {
    if (String(text).startsWith('DIE')) { console.log('store dies'); process.exit(7); }
    socket.write('PONG');
  });
}).listen(6379, () => console.log('store listens'));
`;

/** Asks the store, by the name in the query, what it is told to. */
const WEB = `
const http = require('node:http');
const net = require('node:net');
const dns = require('node:dns');
process.on('SIGTERM', () => process.exit(0));
http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://service');
  const reply = (body) => response.end(JSON.stringify(body));
  const host = searchParams.get('host') ?? 'store';
  if (pathname === '/find') return dns.lookup(host, (error) => reply(error?.code ?? 'found'));
  if (pathname !== '/ask') return reply('ok');
  const socket = net.connect(6379, host, () => socket.write(searchParams.get('text') ?? 'PING'));
  socket.setTimeout(2000, () => socket.destroy(new Error('timeout')));
  socket.once('data', (text) => { reply(String(text)); socket.destroy(); });
  socket.once('error', (error) => reply(error.code ?? error.message));
  socket.once('close', () => response.writableEnded || reply('closed'));
}).listen(80, () => console.log('web listens'));
`;

/** A check of the store from inside, by a connection. */
export const CHECK =
  '["CMD", "node", "-e", "require(\'net\').connect(6379).on(\'connect\', () => process.exit(0)).on(\'error\', () => process.exit(1))"]';

/** The compose file of a web server that needs a store, with more lines for the store and below `services:`. */
export function groupCompose(store = '', services = '', needs = '{ store: { condition: service_healthy } }'): string {
  return `
services:
  web:
    image: node:20-bookworm-slim
    command: node /web.cjs
    ports: ["0:80"]
    volumes: ["./web.cjs:/web.cjs:ro"]
    depends_on: ${needs}
  store:
    image: node:20-bookworm-slim
    command: node /store.cjs
    volumes: ["./store.cjs:/store.cjs:ro"]
    healthcheck: { test: ${CHECK}, interval: 100ms, retries: 30 }
    stop_grace_period: 2s
${store}
${services}
volumes: { data: }
networks: { front: , back: { internal: true } }
`;
}

/** The files of such a service. */
export function groupFiles(compose = groupCompose()): Record<string, string> {
  return { 'docker-compose.yml': compose, 'web.cjs': WEB, 'store.cjs': STORE };
}
