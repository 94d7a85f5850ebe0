import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** A setting of npm on this machine (not of this project), or undefined. */
export function npmSetting(key) {
  const value = execFileSync('npm', ['config', 'get', key], {
    encoding: 'utf8',
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  }).trim();
  return ['', 'null', 'undefined'].includes(value) ? undefined : value;
}
