import { dirname } from 'node:path';
import { runGit } from './git-command';
import { childEnvironment } from './git-environment';
import type { GitTask } from './git-task';
import { quoted } from './scratch-repository';

/**
 * The part of the user's git configuration that says where credentials come from, and nothing else of it, as text of a
 * configuration file. Only asked for when the user has switched it on.
 */
export async function readUserCredentials(task: GitTask): Promise<string> {
  const environment = {
    ...childEnvironment(process.env, true),
    LC_ALL: 'C',
    GIT_CEILING_DIRECTORIES: dirname(task.scratch),
  };
  const words = ['config', '--null', '--get-regexp', '^credential\\.'];
  const output = await runGit(task, words, { environment }).catch(() => ''); // none
  return output.split('\0').filter(Boolean).map(toSection).join('');
}

/** `credential.https://github.com.helper`, a line end, and the value. */
function toSection(entry: string): string {
  const end = entry.indexOf('\n');
  const key = end < 0 ? entry : entry.slice(0, end);
  const value = end < 0 ? 'true' : entry.slice(end + 1);
  const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
  const section = first === last ? '' : ` ${quoted(key.slice(first + 1, last))}`;
  return `[credential${section}]\n\t${key.slice(last + 1)} = ${quoted(value)}\n`;
}
