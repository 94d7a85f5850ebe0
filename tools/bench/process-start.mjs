// A first result from a service that does not run yet, as a child process, over a bare spawn of the same program.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { cowsayFolder, openCowsay, TEXT } from './cowsay-runtime.mjs';
import { firstAnswer } from './first-answer.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const ROUNDS = { rounds: 31, warmUp: 3 };

export async function measure() {
  const { raw, ours } = await interleaved({ raw: rawStart, ours: ourStart }, ROUNDS);
  const ratio = paired(ours, raw, (a, b) => a / b);
  return [
    judged({
      measure: 'process cold start to the first result, over spawn and first 200',
      figure: `× ${spread(ratio, 3, '')}`,
      target: '≤ × 1.20',
      value: median(ratio),
      most: 1.2,
      details: [
        `${ROUNDS.rounds} pairs; libraries loaded before; a new runtime each time, the clock starts with transform()`,
        `spawn(node dist/server.cjs), POST /transform every millisecond until it answers 200: ${spread(raw, 1, ' ms')}`,
        `model.transform(), which starts the service and waits until it is ready: ${spread(ours, 1, ' ms')}`,
      ],
    }),
  ];
}

async function ourStart() {
  const cowsay = await openCowsay('process');
  const startedAt = performance.now();
  await cowsay.model.transform(TEXT);
  const took = performance.now() - startedAt;
  await cowsay.close();
  return took;
}

async function rawStart() {
  const port = await freePort();
  const env = { PATH: process.env.PATH, PORT: String(port) };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(cowsayFolder, 'dist', 'server.cjs')], { env, stdio: 'ignore' });
  await firstAnswer(port);
  const took = performance.now() - startedAt;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return took;
}

/** The raw program has no better way; for a benchmark that runs alone it is good enough. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
