import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { root, toolEnvironment } from './workspace.mjs';

const WINDOWS = process.platform === 'win32';
const GRACE_MS = 10_000;

/** Children that run now; each leads a process group of its own, so that a signal reaches its children too. */
const running = new Set();
let ending = false;

/**
 * Runs a command to its end, its output in `log` (a path). Resolves to the exit code; a command that cannot be
 * started counts as 127.
 */
export function runCommand([command, ...args], { log, env = {}, cwd = root }) {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  const child = spawn(command, args, {
    cwd,
    env: toolEnvironment(env),
    stdio: ['ignore', output, output],
    detached: !WINDOWS,
    shell: WINDOWS,
  });
  running.add(child);
  return new Promise((resolve) => {
    const settle = (code) => {
      closeSync(output);
      running.delete(child);
      // the end of an interrupted command is nobody's result: the process is about to end
      if (!ending) resolve(code);
    };
    child.once('error', (error) => {
      writeSync(output, `${command} cannot be started: ${error.message}\n`);
      settle(127);
    });
    child.once('exit', (code) => settle(code ?? 1));
  });
}

/**
 * Makes Ctrl-C and SIGTERM end every command that runs, with all its children, before this process ends with the
 * signal's exit code. `onEnd` runs last and must be synchronous.
 */
export function endWithSignals(onEnd) {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ]) {
    process.once(signal, () => {
      ending = true;
      void endAll().then(() => {
        onEnd();
        process.exit(128 + number);
      });
    });
  }
}

async function endAll() {
  const children = [...running];
  const gone = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) signalGroup(child, 'SIGTERM');
  const force = setTimeout(() => children.forEach((child) => signalGroup(child, 'SIGKILL')), GRACE_MS);
  await Promise.all(gone);
  clearTimeout(force);
  for (const child of children) signalGroup(child, 'SIGKILL');
}

function signalGroup(child, signal) {
  try {
    if (WINDOWS) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
