import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { root, toolEnvironment } from './workspace.mjs';

const WINDOWS = process.platform === 'win32';
const GRACE_MS = 10_000;

/** Children that run now. One with a log leads a process group of its own, so that a signal reaches its children too. */
const running = new Map();
let ending = false;

/**
 * Runs a command to its end, its output in `log` (a path); without a log it has our terminal. Resolves to the exit code;
 * a command that cannot be started counts as 127.
 */
export function runCommand([command, ...args], { log, env = {}, cwd = root }) {
  const output = log ? openLog(log) : 2;
  const leads = !WINDOWS && Boolean(log);
  const child = spawn(command, args, {
    cwd,
    env: toolEnvironment(env),
    stdio: log ? ['ignore', output, output] : 'inherit',
    detached: leads,
    shell: WINDOWS,
  });
  running.set(child, { leads });
  return new Promise((resolve) => {
    const settle = (code) => {
      if (log) closeSync(output);
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

function openLog(path) {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, 'a');
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
    // npm hands a Ctrl-C on that the terminal has sent here as well: the second must not cut the end short
    process.on(signal, () => {
      if (ending) return;
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
  const gone = children.map(([child]) => new Promise((resolve) => child.once('exit', resolve)));
  const signalAll = (signal) => children.forEach(([child, { leads }]) => signalChild(child, leads, signal));
  signalAll('SIGTERM');
  const force = setTimeout(signalAll, GRACE_MS, 'SIGKILL');
  await Promise.all(gone);
  clearTimeout(force);
  signalAll('SIGKILL');
}

function signalChild(child, leads, signal) {
  try {
    if (leads) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
