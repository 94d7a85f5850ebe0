// `npm start` in a fresh clone, as a stranger does it, and once more.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';
import { cleanEnvironment, run } from '../e2e/stranger.mjs';
import { median, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const WARM_STARTS = 7;
const COW = '(oo)';

export async function measure() {
  const base = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  const folder = join(base, 'clone');
  try {
    await run(['git', 'clone', '--quiet', root, folder], { cwd: base, env: process.env });
    const cold = await npmStart(folder);
    const warm = [];
    for (let start = 0; start < WARM_STARTS; start++) warm.push(await npmStart(folder));
    return [coldMeasure(cold), warmMeasure(warm)];
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Seconds. */
async function npmStart(folder) {
  const startedAt = performance.now();
  const { stdout } = await run(['npm', 'start'], { cwd: folder, env: cleanEnvironment({ NODE_ENV: '' }) });
  const took = (performance.now() - startedAt) / 1000;
  if (!stdout.includes(COW)) throw new Error(`no cow spoke:\n${stdout}`);
  return took;
}

function coldMeasure(seconds) {
  return judged({
    measure: '`npm start` in a fresh clone, package cache warm',
    figure: `${seconds.toFixed(1)} s`,
    target: '≤ 90 s',
    value: seconds,
    most: 90,
    details: ['one run: dependencies are installed, what is needed is built, the cow speaks'],
  });
}

function warmMeasure(seconds) {
  return judged({
    measure: '`npm start` again',
    figure: spread(seconds, 2, ' s'),
    target: '≤ 2 s',
    value: median(seconds),
    most: 2,
    details: [`${WARM_STARTS} runs`],
  });
}
