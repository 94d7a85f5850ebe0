import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { TRANSFORM } from './cowsay-runtime.mjs';

/** What a raw start waits between two tries. */
const INTERVAL_MS = 1;

/** Asks for a drawing until one comes: the first 200 of a raw start is the first result of ours. */
export async function firstAnswer(port) {
  while ((await status(port)) !== 200) await pause(INTERVAL_MS);
}

function status(port) {
  const { body, ...target } = TRANSFORM;
  return new Promise((resolve) => {
    const sent = request({ ...target, host: '127.0.0.1', port, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    sent.once('error', () => resolve(undefined));
    sent.end(body);
  });
}
