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

const { values } = parseArgs({ options: OPTIONS });
for (const prepare of [installDependencies, buildCommand]) {
  const { code } = await prepare({ log: LOG });
  if (code !== 0) {
    process.stderr.write(`${readFileSync(LOG, 'utf8')}\nThe workspace cannot be built.\n`);
    process.exit(code);
  }
}
// only now there is something to import
const { runDynamic } = await import('./run-dynamic.mjs');
process.exitCode = await runDynamic(values);
