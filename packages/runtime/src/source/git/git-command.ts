import { simpleGit } from 'simple-git';
import { explainGitFailure } from './explain-git-failure';
import { gitEnvironment } from './git-environment';
import type { GitTask } from './git-task';

/** What a single call of git may do besides answering. */
export interface GitCommandOptions {
  /** Ends the call; its reason is what the call fails with. */
  readonly signal?: AbortSignal;
  /** Sees the output as it comes. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** Where git starts. Default: the scratch folder. */
  readonly folder?: string;
  /** Instead of the environment of the task. */
  readonly environment?: Record<string, string | undefined>;
}

/**
 * Calls git for a task, without a shell, and answers what it prints.
 * @throws a typed error for what git says when it fails.
 */
export async function runGit(
  task: GitTask,
  words: readonly string[],
  options: GitCommandOptions = {},
): Promise<string> {
  const environment = options.environment ?? gitEnvironment(task, process.env);
  const git = simpleGit({
    baseDir: options.folder ?? task.scratch,
    abort: options.signal ?? new AbortController().signal,
    allowEnvironment: Object.keys(environment).filter((name) => name.startsWith('GIT_')),
    unsafe: { allowUnsafeConfigPaths: true }, // to switch the user's configuration off
    errors: (_error, { exitCode, stdErr }) =>
      exitCode === 0 ? undefined : Buffer.concat([Buffer.from(' '), ...stdErr]),
  });
  git.env({ ...environment });
  git.outputHandler((_command, output) => output.on('data', (chunk: Buffer) => options.onOutput?.(chunk)));
  try {
    return await git.raw([...words]);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw explainGitFailure(task, error);
  }
}
