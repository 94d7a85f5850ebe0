import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/**
 * The settings of npm as they hold in a folder; without one those of this machine and no project. What is not set is
 * missing. Tokens are among those that npm does not tell.
 */
export function npmSettings(cwd = tmpdir()) {
  const text = execFileSync('npm', ['config', 'list', '--json'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
    maxBuffer: 16 << 20,
  });
  return Object.fromEntries(Object.entries(JSON.parse(text)).filter(([, value]) => value !== null && value !== ''));
}
