#!/usr/bin/env node
// Builds the image of the whisper service: the tests on Docker then start it from the cache of the builder.
//
//   node tools/assets/whisper-image.mjs
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';

const folder = join(root, 'services', 'whisper-service');
const { status, stderr, error } = spawnSync(
  'docker',
  ['build', '--quiet', '--tag', 'mediaconduit-test-whisper-service', folder],
  {
    encoding: 'utf8',
    stdio: ['ignore', 'inherit', 'pipe'],
  },
);
if (status !== 0) {
  process.stderr.write(`docker build ${folder} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}\n`);
  process.exitCode = 1;
}
