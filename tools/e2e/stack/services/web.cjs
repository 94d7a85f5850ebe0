// A small HTTP service that ends politely: it can be slow to start, end by itself, answer late and stay deaf.
const { createServer } = require('node:http');

const { IGNORE_SIGTERM, LIVES_MS, START_MS = '0', WORD = 'hello' } = process.env;

if (IGNORE_SIGTERM) process.on('SIGTERM', () => undefined);
else process.on('SIGTERM', () => server.close(() => process.exit(0)));
if (LIVES_MS) setTimeout(fallOver, Number(LIVES_MS));

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  setTimeout(() => response.end(WORD), Number(searchParams.get('after') ?? 0));
});
setTimeout(() => server.listen(0, '127.0.0.1', tellPort), Number(START_MS));

function tellPort() {
  process.stdout.write(`port ${server.address().port}\n`);
}

function fallOver() {
  process.stderr.write('out of hay: the barn is empty\n');
  process.exit(3);
}
