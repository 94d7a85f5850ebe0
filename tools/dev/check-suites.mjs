import { readFileSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

/** A suite that is one command: it holds or it does not, and counts as no test. */
export function checkOf(command) {
  return async ({ log }) => ({ failed: (await runCommand(command, { log })) === 0 ? 0 : 1 });
}

/** Looks for copied code. The tool is a native program that is not made for every platform. */
export async function checkDuplicates({ log }) {
  const code = await runCommand(['jscpd', '--config', '.jscpd.json'], { log });
  if (code === 0) return {};
  const text = readFileSync(log, 'utf8');
  return text.includes('Platform package') ? { missing: 'jscpd has no program for this platform' } : { failed: 1 };
}
