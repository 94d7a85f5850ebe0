// Sends the file argv[2] to who asks, and takes an upload into the file that its path names; started by media-memory.mjs.
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';

const source = process.argv[2];
const { size } = statSync(source);

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://bench');
  const target = searchParams.get('into');
  const work = target ? take(request, response, target) : send(request, response);
  work.catch(() => response.destroy());
}).listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));

async function send({ method }, response) {
  response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': size });
  if (method === 'HEAD') response.end();
  else await pipeline(createReadStream(source), response);
}

async function take(request, response, target) {
  await pipeline(request, createWriteStream(target));
  response.end('{}');
}
