import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { showProgress } from '../dev/progress.mjs';
import { runCommand } from '../dev/run-command.mjs';
import { root } from '../dev/workspace.mjs';
import { Refusal } from './refusal.mjs';

const LOG = join(root, '.cache', 'release.log');

/** Runs a command while its title is shown. Rejects with a refusal that holds what it said. */
export async function runStep(command, title) {
  rmSync(LOG, { force: true });
  const done = showProgress(title);
  const code = await runCommand(command, { log: LOG });
  done();
  if (code !== 0) throw new Refusal(`${readFileSync(LOG, 'utf8').trimEnd()}\n${title} failed.`);
}
