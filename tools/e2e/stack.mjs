#!/usr/bin/env node
// Hurts a stack in every way that is promised to do no harm: `npm run e2e:stack -- [--only name]… [--engine process | docker]
// [--rounds n] [--seed n] [--short | --torture] [--json]`. Builds nothing: build first.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { machine } from '../bench/machine.mjs';
import { findDockerEngine } from '../dev/docker-engine.mjs';
import { isGood, textReport } from './stack/report.mjs';
import { interrupt, runScenario, SCENARIOS } from './stack/run-scenario.mjs';

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
]) {
  // the supervisor is a process for itself: nobody else would end it. A runtime sends the signal on when it has cleaned up
  process.on(signal, () => void interrupt().finally(() => process.exit(128 + number)));
}
process.exitCode = await main();

async function main() {
  const options = readOptions();
  if (!options) {
    process.stderr.write(
      `usage: npm run e2e:stack -- [--only ${Object.keys(SCENARIOS).join(' | ')}]… [--engine process | docker]\n`,
    );
    process.stderr.write('  [--rounds <n>] [--seed <n>] [--short | --torture] [--json]\n');
    return 2;
  }
  if (options.engine === 'docker' && !(await findDockerEngine())) {
    process.stderr.write('no Docker engine answers\n');
    return 2;
  }
  process.stderr.write(`seed ${options.seed}\n`);
  const report = { machine: machine(), seed: options.seed, engine: options.engine, rows: [] };
  for (const name of options.only ?? namesFor(options)) {
    process.stderr.write(`${name} …\n`);
    report.rows.push(...(await runScenario(name, options)));
  }
  process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : textReport(report));
  return isGood(report) ? 0 : 1;
}

function namesFor({ engine, short }) {
  const names = Object.keys(SCENARIOS).filter((name) => (SCENARIOS[name].engines ?? [engine]).includes(engine));
  return short ? names.filter((name) => SCENARIOS[name].rounds.short > 0) : names;
}

function readOptions() {
  const flag = { type: 'boolean', default: false };
  const text = { type: 'string' };
  const options = {
    only: { ...text, multiple: true },
    engine: text,
    rounds: text,
    seed: text,
    short: flag,
    torture: flag,
    json: flag,
  };
  try {
    const { values } = parseArgs({ options });
    const { engine = 'process', only, rounds, seed = process.env.SEED ?? String(randomInt(2 ** 31)) } = values;
    const known = ['process', 'docker'].includes(engine) && (only ?? []).every((name) => name in SCENARIOS);
    return known ? { ...values, engine, rounds: rounds && Number(rounds), seed: Number(seed) } : undefined;
  } catch {
    return undefined;
  }
}
