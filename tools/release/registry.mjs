#!/usr/bin/env node
// `npm run registry`: a local npm registry on port 4873 until Ctrl-C. What was published stays in .verdaccio/storage.
// The token goes into the project's .npmrc, so that `npm publish --registry http://localhost:4873` works below it.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../dev/workspace.mjs';
import { startLocalRegistry } from './local-registry.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4873' },
    npmrc: { type: 'string', default: join(root, '.npmrc') },
    storage: { type: 'string', default: join(root, '.verdaccio', 'storage') },
  },
});
const TOKEN_LINE = /^\/\/(localhost|127\.0\.0\.1):\d+\/:_authToken=/;

const registry = await startLocalRegistry({ port: Number(values.port), storage: values.storage }).catch(refuse);
const { port } = new URL(registry.url);
const lines = ['localhost', '127.0.0.1'].map((host) => `//${host}:${port}/:_authToken=${registry.token}`);
rewriteNpmrc(lines);
process.stdout.write(`registry: http://localhost:${port}/\ntoken in:  ${values.npmrc}\nCtrl-C ends it.\n`);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);

async function end() {
  rewriteNpmrc([]);
  await registry.stop();
  process.exit(0);
}

/** Replaces the tokens of local registries and leaves every other line alone. */
function rewriteNpmrc(tokens) {
  const before = existsSync(values.npmrc) ? readFileSync(values.npmrc, 'utf8').split('\n') : [];
  const kept = before.filter((line) => line.trim() && !TOKEN_LINE.test(line));
  const after = [...kept, ...tokens];
  if (after.length === 0) rmSync(values.npmrc, { force: true });
  else writeFileSync(values.npmrc, `${after.join('\n')}\n`, { mode: 0o600 });
}

function refuse(error) {
  const taken = error.code === 'EADDRINUSE';
  process.stderr.write(taken ? `port ${values.port} is taken; choose another with --port\n` : `${error.stack}\n`);
  process.exit(1);
}
