import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { anySignal, MediaConduitError } from '@mediaconduit/sdk';
import { fromWireError } from '../../daemon/wire-error';
import { findExecutable } from '../../engine/process/find-executable';
import { processTreeOf } from '../../engine/process/process-tree';
import { childEnvironment } from './git-environment';
import type { GitMessage, GitResult, GitTask } from './git-task';

const INSTALL: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'brew install git (or: xcode-select --install)',
  win32: 'winget install --id Git.Git',
};
const SHOWN_CHARACTERS = 1000;

/** Where a task runs. */
export interface GitHost {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Has a child process do a task, so that neither git's output nor its files keep our event loop busy. The child, git and
 * git's children are gone when this ends, also by an abort, and when our process is killed.
 * @throws `MC_PROGRAM_MISSING` without git, `MC_FETCH_TIMEOUT`, the reason of the signal, and what the task fails with.
 */
export async function runGitTask(task: GitTask, { environment, signal }: GitHost): Promise<GitResult> {
  signal.throwIfAborted();
  requireGit(environment);
  const deadline = AbortSignal.timeout(task.limits.timeoutMs);
  const tree = processTreeOf(process.platform, environment['SystemRoot']);
  const child = spawn(process.execPath, [join(__dirname, 'git-main.js'), task.scratch], {
    cwd: task.scratch,
    detached: tree.detached,
    env: childEnvironment(environment, task.usesCredentials),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    windowsHide: true,
  });
  try {
    return await answerOf(child, task, anySignal([signal, deadline]));
  } catch (error) {
    throw error === deadline.reason ? lateError(task) : error;
  } finally {
    const { pid } = child;
    const isGone = child.exitCode !== null || child.signalCode !== null;
    if (pid !== undefined && (!isGone || tree.isAlive(pid))) tree.kill(pid);
  }
}

async function answerOf(child: ChildProcess, task: GitTask, signal: AbortSignal): Promise<GitResult> {
  const ended = new AbortController();
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-SHOWN_CHARACTERS)));
  try {
    const options = { signal: anySignal([signal, ended.signal]) };
    const answered = Promise.race([once(child, 'message', options), once(child, 'close', options)]);
    child.send(task, () => undefined); // one that could not be started says so by `error`
    const [message] = (await answered) as [GitMessage | number | null];
    if (typeof message !== 'object' || message === null) throw brokenError(task, lastWords);
    if ('error' in message) throw fromWireError(message.error);
    return message.result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    ended.abort();
  }
}

function requireGit(environment: NodeJS.ProcessEnv): void {
  if (findExecutable('git', { folder: '/', environment, platform: process.platform })) return;
  throw new MediaConduitError('MC_PROGRAM_MISSING', 'Repositories are fetched with git, which is not installed.', {
    hint: INSTALL[process.platform] ?? 'sudo apt-get install git (or the same with dnf, apk or pacman)',
    facts: { program: 'git' },
  });
}

function lateError({ repository, limits: { timeoutMs } }: GitTask): MediaConduitError {
  return new MediaConduitError('MC_FETCH_TIMEOUT', `${repository} was not fetched within ${timeoutMs / 1000} s.`, {
    hint: 'check the network and the proxy, or name a mirror in MEDIACONDUIT_MIRRORS',
    facts: { repository, timeoutMs },
  });
}

function brokenError({ repository }: GitTask, lastWords: string): MediaConduitError {
  return new MediaConduitError('MC_FETCH_FAILED', `${repository} was not fetched: the process that calls git ended.`, {
    hint: 'try again',
    facts: { repository, lastWords },
  });
}
