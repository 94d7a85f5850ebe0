import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { buildStamp, installStamp, isStamped, writeStamp } from './stamp.mjs';
import { cliEntry, pnpm, root } from './workspace.mjs';

/**
 * Installs the dependencies unless they are there. The lock file is written anew when a package.json differs from it, as
 * after a package was copied or got a dependency; with CI set that is a failure. Resolves to `{ code, fresh }`.
 */
export async function installDependencies({ log }) {
  const present = existsSync(join(root, 'node_modules', '.bin'));
  if (present && isStamped('install', installStamp())) return { code: 0, fresh: true };
  const code = await runCommand(pnpm('install', lockfileFlag(process.env), '--prefer-offline'), { log });
  // the stamp of what is there now: the lock file may be another than before
  if (code === 0) writeStamp('install', installStamp());
  return { code, fresh: false };
}

/** Without the frozen flag pnpm still leaves a lock file alone that fits. */
export function lockfileFlag({ CI }) {
  return CI && CI !== 'false' ? '--frozen-lockfile' : '--no-frozen-lockfile';
}

/** Builds the command and every provider here unless they were built from these very sources. Resolves to `{ code, fresh }`. */
export async function buildCommand({ log }) {
  const stamp = buildStamp();
  if (existsSync(cliEntry) && isStamped('build', stamp)) return { code: 0, fresh: true };
  const projects = '@mediaconduit/mediaconduit,packages/*-provider';
  const code = await runCommand(['nx', 'run-many', '-t', 'build', '-p', projects, '--outputStyle=static'], { log });
  if (code === 0) writeStamp('build', stamp);
  return { code, fresh: false };
}
