import { exec, type ExecOptions } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(exec);

/** What a command may write, in bytes: builds of images write much. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs a command of a provider in a shell and answers what it wrote. Words of others do not belong into the command.
 * @throws what Node.js throws for a command that fails, with `code`, `stdout` and `stderr`.
 */
export async function execAsync(
  command: string,
  options: ExecOptions = {},
): Promise<{ stdout: string; stderr: string }> {
  return run(command, { maxBuffer: MAX_OUTPUT, ...options, encoding: 'utf8' });
}
