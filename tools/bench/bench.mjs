#!/usr/bin/env node
// Measures what is promised: `node tools/bench/bench.mjs [--only name | --all] [--json] [--write]`. Builds nothing: build first.
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../dev/workspace.mjs';
import { machine } from './machine.mjs';
import { markdownReport, textReport } from './report.mjs';

/** In the order of the report; those behind DEFAULT take minutes, or real weights, and run only when they are asked for. */
const DEFAULT = [
  'warm-call',
  'process-start',
  'docker-start',
  'docker-stack',
  'lookup',
  'breaker',
  'bulkhead',
  'isolation',
  'bystander',
  'import-time',
  'media-memory',
  'unused-provider',
  'index',
  'store',
  'install',
  'load',
  'stall',
];
const ALL = [...DEFAULT, 'cancel', 'ollama', 'whisper', 'ffmpeg', 'clone'];
const USAGE = `usage: node tools/bench/bench.mjs [--only ${ALL.join(' | ')}]… [--all] [--json] [--write]\n`;

process.exitCode = await main();

async function main() {
  const options = readOptions();
  if (!options) {
    process.stderr.write(USAGE);
    return 2;
  }
  const report = { machine: machine(), measures: [] };
  for (const name of options.only ?? (options.all ? ALL : DEFAULT)) {
    process.stderr.write(`${name} …\n`);
    report.measures.push(...(await measureAlone(name)));
  }
  process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : textReport(report));
  if (options.write) writeFileSync(join(root, 'docs', 'benchmarks.md'), await markdownReport(report));
  return report.measures.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

function readOptions() {
  const boolean = { type: 'boolean', default: false };
  const options = { only: { type: 'string', multiple: true }, all: boolean, json: boolean, write: boolean };
  try {
    const { values } = parseArgs({ options });
    return values.only?.every((name) => ALL.includes(name)) === false ? undefined : values;
  } catch {
    return undefined;
  }
}

/** In a process of its own, so that no benchmark sees the memory, the modules or the compiled code of another. */
function measureAlone(name) {
  const own = /^(MEDIACONDUIT_|NODE_EXTRA_CA_CERTS$|NODE_OPTIONS$)/;
  const kept = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !own.test(variable)));
  const child = fork(join(import.meta.dirname, 'run-benchmark.mjs'), [name], {
    env: { ...kept, NODE_ENV: 'production' },
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return new Promise((resolve) => {
    let measures = [{ measure: name, figure: 'failed', target: '', verdict: 'failed', details: [] }];
    child.once('message', (message) => (measures = message));
    child.once('exit', () => resolve(measures));
  });
}
