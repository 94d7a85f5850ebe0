// What callers of one isolated provider notice while another one hangs, loops, fills its memory or ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRuntime } from './cowsay-runtime.mjs';
import { writeMirrors } from './mirror-project.mjs';
import { quantile } from './statistics.mjs';
import { judged } from './verdict.mjs';

const FAULTS = ['nothing', 'hang', 'loop', 'grow', 'exit'];
const ROUNDS = 3;
const DEADLINE_MS = 1500;
const MOST_MS = 50;

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  const { createRuntime } = fromRuntime('@mediaconduit/runtime');
  writeMirrors(folder, ['mirror', 'evil']);
  const runtime = createRuntime({ projectFolder: folder, home: join(folder, 'home'), isolation: 'process' });
  try {
    const [good, evil] = await Promise.all(['mirror:text', 'evil:text'].map((name) => runtime.model(name)));
    await good.transform('moo');
    const times = Object.fromEntries(FAULTS.map((fault) => [fault, []]));
    for (let round = 0; round < ROUNDS; round++)
      for (const fault of FAULTS) times[fault].push(...(await callsBeside(good, () => begin(evil, fault))));
    return [bystanderMeasure(times)];
  } finally {
    await runtime.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends at its deadline at the latest. */
async function begin(evil, fault) {
  if (fault === 'nothing') await new Promise((resolve) => void setTimeout(resolve, DEADLINE_MS));
  else await evil.transform(fault, { timeoutMs: DEADLINE_MS }).catch(() => undefined);
}

/** Milliseconds of every call, one at a time, until the other is over. */
async function callsBeside(good, other) {
  const times = [];
  let isOver = false;
  const over = other().finally(() => (isOver = true));
  while (!isOver) {
    const startedAt = performance.now();
    await good.transform('moo');
    times.push(performance.now() - startedAt);
    await new Promise((resolve) => void setTimeout(resolve, 1));
  }
  await over;
  return times;
}

function bystanderMeasure({ nothing, ...faults }) {
  const p99 = (times) => quantile(times, 0.99);
  const worst = Math.max(...Object.values(faults).map(p99));
  return judged({
    measure: 'isolated provider: p99 of its calls while another one misbehaves',
    figure: `${worst.toFixed(1)} ms`,
    target: `≤ ${MOST_MS} ms`,
    value: worst,
    most: MOST_MS,
    details: [
      ...Object.entries(faults).map(
        ([fault, times]) => `beside one that does "${fault}": ${p99(times).toFixed(1)} ms of ${times.length} calls`,
      ),
      `beside one that does nothing: ${p99(nothing).toFixed(1)} ms of ${nothing.length} calls`,
    ],
  });
}
