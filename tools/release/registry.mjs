#!/usr/bin/env node
// `npm run registry`: a local npm registry on port 4873 until Ctrl-C, for trying out what one would publish.
// The token goes into the project's .npmrc, so that `npm publish --registry http://localhost:4873` works below it.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../dev/workspace.mjs';
import { lendToken } from './lend-token.mjs';
import { startLocalRegistry } from './local-registry.mjs';

const USAGE = 'usage: npm run registry -- [--port <number>] [--keep | --storage <folder>] [--npmrc <file>]\n';
const KEPT = join(root, '.verdaccio', 'storage');

const options = readOptions() ?? refuse(USAGE, 2);
const registry = await startLocalRegistry(options).catch(({ code, stack }) =>
  refuse(
    code === 'EADDRINUSE'
      ? `port ${options.port} is taken, perhaps by another \`npm run registry\`; choose another: npm run registry -- --port 4874\n`
      : `${stack}\n`,
    1,
  ),
);
const { port } = new URL(registry.url);
const takeTokenBack = lendToken(options.npmrc, { port, token: registry.token });
process.once('exit', takeTokenBack);
// npm hands a Ctrl-C on that the terminal has sent here as well: more than one must not cut the end short
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end());
process.stdout.write(
  [
    `registry: http://localhost:${port}/`,
    `token in: ${options.npmrc}, until this ends`,
    `packages: ${options.storage ? `kept in ${options.storage}` : 'gone when this ends; --keep keeps them'}`,
    `all else: from ${registry.upstream}`,
    'Ctrl-C ends it.\n',
  ].join('\n'),
);

async function end() {
  if (ending) return;
  ending = true;
  takeTokenBack();
  await registry.stop();
  process.exit(0);
}

function readOptions() {
  const text = { type: 'string' };
  try {
    const { values } = parseArgs({
      options: {
        port: { ...text, default: '4873' },
        npmrc: { ...text, default: join(root, '.npmrc') },
        storage: text,
        keep: { type: 'boolean', default: false },
      },
    });
    const { npmrc, keep, storage = keep ? KEPT : undefined } = values;
    const isPort = /^\d{1,5}$/.test(values.port) && Number(values.port) < 65_536;
    return isPort ? { port: Number(values.port), npmrc, storage } : undefined;
  } catch {
    return undefined;
  }
}

function refuse(message, code) {
  process.stderr.write(message);
  process.exit(code);
}
