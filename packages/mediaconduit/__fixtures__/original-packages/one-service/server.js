// Answers what the services of the local providers answer.
'use strict';
const { createServer } = require('node:http');

const answers = {
  'GET /health': () => ({ status: 'healthy' }),
  'POST /cowsay': ({ text }) => ({ cowsayOutput: `< ${text} >` }),
  'POST /transform': ({ text }) => ({ result: text.toUpperCase() }),
  'GET /api/tags': () => ({ models: [{ name: 'llama3.2:1b' }] }),
  'POST /api/generate': ({ model, prompt }) => ({ response: `${model} says ${prompt}` }),
  'POST /asr': (body) => ({ text: body.includes('audio_file') ? 'words' : 'nothing' }),
};

createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString();
  const isJson = (request.headers['content-type'] ?? '').includes('json');
  const answer = answers[`${request.method} ${request.url}`];
  response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ? answer(isJson ? JSON.parse(text) : text) : {}));
}).listen({ fd: 3 });
