#!/usr/bin/env node
// Loads a provider that is not installed, by the URL of its repository, as programs for the original core do:
// `npm run test:dynamic -- [options]`
//
//   --live   the repositories on GitHub. Default: copies of them that are made here, so that GitHub is not needed;
//            what the provider depends on comes from your npm registry either way
//   --keep   leave the project, the store and the lock file where they are
//   --json   one object on stdout
//
// Ends with 0 when everything worked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCommand, installDependencies } from '../dev/prepare.mjs';
import { root } from '../dev/workspace.mjs';

const LOG = join(root, '.cache', 'dynamic.log');
const OPTIONS = {
  live: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
};

const values = readOptions();
for (const prepare of [installDependencies, buildCommand]) {
  const { code } = await prepare({ log: LOG });
  if (code !== 0) {
    fail(`${readFileSync(LOG, 'utf8')}\nThe workspace cannot be built.`, code);
  }
}
// only now there is something to import
const { runDynamic } = await import('./run-dynamic.mjs');
try {
  process.exitCode = await runDynamic(values);
} catch (error) {
  fail(`It could not be shown: ${error.message}`, 1);
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return fail(`${error.message}\nusage: npm run test:dynamic -- [--live] [--keep] [--json]`, 2);
  }
}

function fail(message, exitCode) {
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}
