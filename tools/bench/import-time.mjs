// Whole processes, from spawn to exit: what loading the SDK adds to an empty script, and how long --help takes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cliEntry } from '../dev/workspace.mjs';
import { fromRuntime } from './cowsay-runtime.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged, unmeasured } from './verdict.mjs';

const ROUNDS = { rounds: 41, warmUp: 3 };
const SDK = JSON.stringify(fromRuntime.resolve('@mediaconduit/sdk'));
const HELP = '`mediaconduit --help`';
const HELP_TARGET = '≤ 120 ms';

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  const script = (name, text) => {
    writeFileSync(join(folder, name), text);
    return () => run([join(folder, name)]);
  };
  try {
    const times = await interleaved(
      {
        empty: script('empty.cjs', ''),
        required: script('required.cjs', `require(${SDK});\n`),
        emptyModule: script('empty.mjs', ''),
        imported: script('imported.mjs', `import ${SDK};\n`),
        ...(existsSync(cliEntry) && { help: () => run([cliEntry, '--help']) }),
      },
      ROUNDS,
    );
    return [...sdkMeasures(times), helpMeasure(times)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from spawn to exit. */
async function run(args) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`);
  return performance.now() - startedAt;
}

function sdkMeasures({ empty, required, emptyModule, imported }) {
  return [sdkMeasure('require', required, empty), sdkMeasure('import', imported, emptyModule)];
}

function sdkMeasure(way, loading, empty) {
  const added = paired(loading, empty, (a, b) => a - b);
  return judged({
    measure: `${way} of \`@mediaconduit/sdk\` over an empty script`,
    figure: spread(added, 1, ' ms more'),
    target: '≤ 10 ms more',
    value: median(added),
    most: 10,
    details: [
      `${ROUNDS.rounds} rounds of whole processes`,
      `empty script: ${spread(empty, 1, ' ms')}; with ${way}: ${spread(loading, 1, ' ms')}`,
    ],
  });
}

function helpMeasure({ help, empty }) {
  if (!help) return unmeasured(HELP, HELP_TARGET, 'packages/mediaconduit is not built');
  return judged({
    measure: HELP,
    figure: spread(help, 1, ' ms'),
    target: HELP_TARGET,
    value: median(help),
    most: 120,
    details: [`${ROUNDS.rounds} rounds of whole processes; an empty script takes ${spread(empty, 1, ' ms')}`],
  });
}
