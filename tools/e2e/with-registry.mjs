#!/usr/bin/env node
// Publishes every package to a registry on this machine and runs a command with it: `with-registry.mjs [--storage <folder>]
// -- <command>…`. The storage keeps what came from elsewhere for the next time, and nothing of ours. Build first.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithSignals, runCommand } from '../dev/run-command.mjs';
import { fillRegistry, sharedEnvironment } from './published.mjs';

const { values, positionals } = parseArgs({ options: { storage: { type: 'string' } }, allowPositionals: true });
const { storage } = values;

endWithSignals(() => {});
if (storage) forgetPublished(storage);
const registry = await fillRegistry({ storage });
try {
  process.exitCode = await runCommand(positionals, { env: sharedEnvironment(registry) });
} finally {
  await registry.stop();
}

/** The same versions are published anew, and names are free again: the registry lists what did not come from elsewhere. */
function forgetPublished(folder) {
  const database = join(folder, '.verdaccio-db.json');
  const { list } = existsSync(database) ? JSON.parse(readFileSync(database, 'utf8')) : { list: [] };
  for (const name of list) rmSync(join(folder, name), { recursive: true, force: true });
  rmSync(database, { force: true });
}
