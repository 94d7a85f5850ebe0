import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { buildStamp, installStamp, isStamped, writeStamp } from './stamp.mjs';
import { cliEntry, pnpm, root } from './workspace.mjs';

/** Installs the dependencies unless those of the lock file are there. Resolves to `{ code, fresh }`. */
export async function installDependencies({ log }) {
  const stamp = installStamp();
  const present = existsSync(join(root, 'node_modules', '.bin'));
  if (present && isStamped('install', stamp)) return { code: 0, fresh: true };
  const code = await runCommand(pnpm('install', '--frozen-lockfile', '--prefer-offline'), { log });
  if (code === 0) writeStamp('install', stamp);
  return { code, fresh: false };
}

/** Builds what the command needs unless it was built from these very sources. Resolves to `{ code, fresh }`. */
export async function buildCommand({ log }) {
  const stamp = buildStamp();
  if (existsSync(cliEntry) && isStamped('build', stamp)) return { code: 0, fresh: true };
  const projects = '@mediaconduit/mediaconduit,@mediaconduit/cowsay-provider';
  const code = await runCommand(['nx', 'run-many', '-t', 'build', '-p', projects, '--outputStyle=static'], { log });
  if (code === 0) writeStamp('build', stamp);
  return { code, fresh: false };
}
