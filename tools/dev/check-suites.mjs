import { runCommand } from './run-command.mjs';

/** A suite that is one command: it holds or it does not, and counts as no test. */
export function checkOf(command) {
  return async ({ log }) => ({ failed: (await runCommand(command, { log })) === 0 ? 0 : 1 });
}
