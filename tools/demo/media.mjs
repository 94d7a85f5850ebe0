#!/usr/bin/env node
// Shows three providers at work on one film: `npm run demo:media -- [options]`
//
//   --engine <auto|process|docker>   what runs the services. Default: auto
//   --video <path>                   a film of your own. Default: one that is made here, with speech
//   --whisper <model>                default: weights that are here, else whisper-base
//   --ollama <model>                 default: the first one that Ollama has
//   --yes                            downloads of more than 500 MB too
//   --json                           one object on stdout
//
// What is missing is named, with how to install it; the rest goes on. A second run finds what the first one made.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCommand, installDependencies } from '../dev/prepare.mjs';
import { root } from '../dev/workspace.mjs';

const LOG = join(root, '.cache', 'demo.log');
const OPTIONS = {
  engine: { type: 'string', default: 'auto' },
  video: { type: 'string' },
  whisper: { type: 'string' },
  ollama: { type: 'string' },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
};

for (const prepare of [installDependencies, buildCommand]) {
  const { code } = await prepare({ log: LOG });
  if (code !== 0) {
    process.stderr.write(`${readFileSync(LOG, 'utf8')}\nThe workspace cannot be built.\n`);
    process.exit(code);
  }
}
// only now there is something to import
const { runDemo } = await import('./run-demo.mjs');
process.exitCode = await runDemo(parseArgs({ options: OPTIONS }).values);
