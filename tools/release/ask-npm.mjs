import { execFile } from 'node:child_process';
import { root, toolEnvironment } from '../dev/workspace.mjs';

/**
 * What npm answers in the folder of the workspace, whose .npmrc counts: `{ answer }`, or `{ problem: { code, summary } }`
 * with npm's own code, e.g. E404.
 */
export function askNpm(...words) {
  const args = [...words, '--json', '--fetch-retries=1', '--fetch-retry-mintimeout=500'];
  const options = { cwd: root, env: toolEnvironment(), maxBuffer: 64 << 20, shell: process.platform === 'win32' };
  return new Promise((resolve) => {
    execFile('npm', args, options, (error, stdout, stderr) => {
      const said = parse(stdout);
      if (!error) resolve({ answer: said });
      else
        resolve({
          problem: said?.error?.code ? said.error : { code: 'EUNKNOWN', summary: stderr.trim() || error.message },
        });
    });
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
