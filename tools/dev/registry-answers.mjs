import { tmpdir } from 'node:os';
import { runCommand } from './run-command.mjs';

/** Whether the npm registry of this machine serves a package that the published ones depend on. */
export async function registryAnswers({ log }) {
  const env = { npm_config_fetch_retries: '0', npm_config_fetch_timeout: '15000' };
  return (await runCommand(['npm', 'view', 'commander', 'version'], { log, env, cwd: tmpdir() })) === 0;
}
