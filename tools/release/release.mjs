#!/usr/bin/env node
// `npm run release`: builds and checks everything, publishes the versions that the registry does not have yet, in
// dependency order, and tags them. Run again after a failure: it goes on where it stopped.
// Arguments go to `pnpm publish`, e.g. `npm run release -- --tag canary`.
import { spawnSync } from 'node:child_process';
import { pnpm, root, toolEnvironment } from '../dev/workspace.mjs';

const steps = [
  ['nx', 'run-many', '-t', 'build', 'pack', '--outputStyle=static'],
  pnpm('publish', '--recursive', '--access', 'public', ...process.argv.slice(2)),
  ['changeset', 'tag'],
];

for (const [command, ...args] of steps) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: toolEnvironment(),
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
