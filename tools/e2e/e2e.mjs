#!/usr/bin/env node
// `npm run e2e`: publishes everything to a registry on this machine once, and installs and uses it in every way that is
// promised. The packages of others stay in .cache/e2e for the next time. What takes minutes runs when it is named.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { secondsSince } from '../dev/progress.mjs';
import { endWithSignals, runCommand } from '../dev/run-command.mjs';
import { root } from '../dev/workspace.mjs';

const ENDING = '.e2e.mjs';
const FOLDER = join('tools', 'e2e');
const STORAGE = join(root, '.cache', 'e2e', 'storage');
const names = readdirSync(join(root, FOLDER), { recursive: true })
  .filter((path) => path.endsWith(ENDING))
  .map((path) => path.slice(0, -ENDING.length))
  .sort();
const usual = names.filter((name) => !name.startsWith(`long${sep}`));
const USAGE = `usage: npm run e2e -- [--fresh] [--only <name>]…\n  names: ${names.join(', ')}\n`;

process.exitCode = await main();

async function main() {
  const options = readOptions();
  if (!options) {
    process.stderr.write(USAGE);
    return 2;
  }
  const startedAt = performance.now();
  // one folder for everything temporary of the run: whatever ends it, nothing stays on the machine
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'mediaconduit-e2e-'));
  process.once('exit', () => rmSync(process.env.TMPDIR, { recursive: true, force: true, maxRetries: 5 }));
  endWithSignals(() => {});
  if (options.fresh) rmSync(STORAGE, { recursive: true, force: true });
  const files = options.only.map((name) => join(FOLDER, `${name}${ENDING}`));
  const code =
    (await runCommand(['nx', 'run-many', '-t', 'build', '--outputStyle=static'], {})) || (await runFiles(files));
  process.stdout.write(`${code === 0 ? 'All of it works' : 'Something failed'}, ${secondsSince(startedAt)}\n`);
  return code;
}

function runFiles(files) {
  const test = ['node', '--test', '--test-concurrency=2', '--test-reporter=spec', ...files];
  return runCommand(['node', join(FOLDER, 'with-registry.mjs'), '--storage', STORAGE, '--', ...test], {});
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { fresh: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: usual } },
    });
    return values.only.every((name) => names.includes(name)) ? values : undefined;
  } catch {
    return undefined;
  }
}
