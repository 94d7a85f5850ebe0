const { createServer } = require('node:http');

const LIMIT = 200 * 1024 ** 2;

const server = createServer((request, response) => {
  answer(request, response).catch((error) => send(response, error.status ?? 500, { error: error.message }));
});

async function answer(request, response) {
  if (request.url === '/health') return send(response, 200, { status: 'ok' });
  if (request.method !== 'POST') return send(response, 404, { error: 'there is nothing here' });
  if (Number(request.headers['content-length']) > LIMIT) return send(response, 413, { error: 'that is too much' });
  if (request.url === '/length') return send(response, 200, { result: `${await lengthOf(request)} bytes` });
  if (request.url === '/shout') return send(response, 200, { result: shout(parse(await textOf(request))) });
  if (request.url === '/long') return work(response);
  return send(response, 404, { error: 'there is nothing here' });
}

function shout({ text, marks = 1 }) {
  if (typeof text !== 'string') throw Object.assign(new Error('"text" is missing'), { status: 400 });
  return text.toUpperCase() + '!'.repeat(marks);
}

function parse(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // it is said below
  }
  throw Object.assign(new Error('the body is no JSON object'), { status: 400 });
}

async function textOf(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

async function lengthOf(request) {
  let length = 0;
  for await (const chunk of request) length += chunk.length;
  return length;
}

/** Keeps a processor busy until its caller goes. */
function work(response) {
  const isWanted = () => !response.closed;
  const step = () => {
    for (const until = Date.now() + 20; Date.now() < until;);
    if (isWanted()) setImmediate(step);
  };
  step();
}

function send(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

server.listen(Number(process.env.PORT ?? 0), process.env.HOST ?? '127.0.0.1', () => {
  console.log(`listening on port ${server.address().port}`);
});
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
