#!/usr/bin/env node
// Publishes every package to a registry on this machine and runs a command with it: `with-registry.mjs [--storage <folder>]
// -- <command>…`. The storage keeps what came from elsewhere for the next time, and nothing of ours. Build first.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithSignals, runCommand } from '../dev/run-command.mjs';
import { fillRegistry, sharedEnvironment } from './published.mjs';

const { values, positionals } = parseArgs({ options: { storage: { type: 'string' } }, allowPositionals: true });
const { storage } = values;

endWithSignals(() => {});
// the same versions are published anew
if (storage)
  for (const name of ['@mediaconduit', '.verdaccio-db.json'])
    rmSync(join(storage, name), { recursive: true, force: true });
const registry = await fillRegistry({ storage });
try {
  process.exitCode = await runCommand(positionals, { env: sharedEnvironment(registry) });
} finally {
  await registry.stop();
}
