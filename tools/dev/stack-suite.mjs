import { existsSync, readFileSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

const VERDICT = / {2}(met|missed|failed|not measured)$/gm;

/** Starts, hurts and stops a stack of processes, the short way; each figure with a target is a test. */
export async function stackSuite({ log }) {
  if (!existsSync('/proc/self/environ'))
    return { missing: 'what is left behind is counted in /proc, which only Linux has' };
  const code = await runCommand(['node', 'tools/e2e/stack.mjs', '--short'], { log });
  const verdicts = [...readFileSync(log, 'utf8').matchAll(VERDICT)].map(([, verdict]) => verdict);
  const count = (...wanted) => verdicts.filter((verdict) => wanted.includes(verdict)).length;
  const failed = count('missed', 'failed');
  return { passed: count('met'), failed: code === 0 ? failed : Math.max(1, failed), skipped: count('not measured') };
}
