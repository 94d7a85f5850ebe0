import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommand, installDependencies } from './prepare.mjs';
import { secondsSince, showProgress } from './progress.mjs';
import { endWithSignals } from './run-command.mjs';
import { cliEntry, root } from './workspace.mjs';

const DEFAULT_ARGS = ['run', 'cowsay', 'Hello from MediaConduit'];
const LOG = join(root, '.cache', 'start.log');

/** The main job: whatever is missing is installed and built, then the mediaconduit command runs. */
export async function start(args) {
  rmSync(LOG, { force: true });
  endWithSignals(() => {});
  const code = (await phase('Installing dependencies', installDependencies)) || (await phase('Building', buildCommand));
  process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM').removeAllListeners('SIGHUP');
  return code || runMediaConduit(args.length > 0 ? args : DEFAULT_ARGS);
}

/** Does a part of the work while its name is shown, and shows the log when it fails. Resolves to the exit code. */
export async function phase(text, work) {
  const startedAt = performance.now();
  let done;
  // a phase that is left out because nothing changed must not flash by
  const announce = setTimeout(() => (done = showProgress(text)), 50);
  const { code } = await work({ log: LOG });
  clearTimeout(announce);
  done?.(code === 0 ? `${text}: ${secondsSince(startedAt)}` : undefined);
  if (code !== 0) process.stderr.write(`${readFileSync(LOG, 'utf8')}\n${text} failed.\n`);
  return code;
}

/** The command has the terminal; signals reach it, and it decides what they mean. */
function runMediaConduit(args) {
  const child = spawn(process.execPath, [cliEntry, ...args], { cwd: root, stdio: 'inherit' });
  // a terminal sends Ctrl-C to the child as well: passed on, it would count twice
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
