import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closingTable, totalsOf } from './closing-table.mjs';
import { judgeOutcome, notRun } from './judge-outcome.mjs';
import { secondsSince, showProgress } from './progress.mjs';
import { endWithSignals } from './run-command.mjs';
import { failureOf, logOf } from './suite-log.mjs';
import { suites } from './suites.mjs';
import { root } from './workspace.mjs';

/**
 * Runs everything that this machine can do and closes with one table. What could not run is listed with its reason;
 * `MEDIACONDUIT_REQUIRE=docker,registry` (or `all`, and then also what is skipped) makes that a failure. Resolves to the
 * exit code.
 */
export async function test() {
  // one folder for everything temporary of the run: whatever ends it, nothing stays on the machine
  const temporary = mkdtempSync(join(tmpdir(), 'mediaconduit-test-'));
  chmodSync(temporary, 0o711); // a database of another user has its folder in it
  const clean = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  endWithSignals(clean);
  process.env.TMPDIR = temporary;
  rmSync(join(root, '.cache', 'test'), { recursive: true, force: true });
  try {
    const rows = await runAll();
    process.stdout.write(`\n${closingTable(rows)}\n`);
    return totalsOf(rows).failed === 0 ? 0 : 1;
  } finally {
    clean();
  }
}

async function runAll() {
  const rows = [];
  const lanes = {};
  let blockedBy;
  for (const suite of suites) {
    const { beside, name, needed } = suite;
    if (blockedBy) rows.push(notRun(`${blockedBy} failed`));
    else if (beside) rows.push((lanes[beside] = Promise.resolve(lanes[beside]).then(() => runSuite(suite))));
    else {
      const row = await runSuite(suite);
      rows.push(row);
      if (needed && row.failed > 0) blockedBy = name;
    }
  }
  const endProgress = showProgress('what runs beside', process.stdout);
  const ended = await Promise.all(rows);
  endProgress();
  return ended.map((row, index) => ({ ...row, name: suites[index].name }));
}

async function runSuite({ beside, name, requires, run }) {
  const startedAt = performance.now();
  const endProgress = showProgress(name, process.stdout, { quiet: beside });
  const required = process.env.MEDIACONDUIT_REQUIRE;
  const row = judgeOutcome(await outcomeOf(run, logOf(name)), { requires, required });
  const verdict = row.failed > 0 ? 'FAILED' : row.ran ? 'ok' : 'could not run';
  endProgress(`${name}: ${verdict}, ${secondsSince(startedAt)}`);
  if (row.failed > 0) process.stdout.write(failureOf(name));
  return { ...row, seconds: (performance.now() - startedAt) / 1000 };
}

async function outcomeOf(run, log) {
  try {
    return await run({ log });
  } catch (error) {
    return { failed: 1, remark: `the test runner itself failed: ${error.message}` };
  }
}
