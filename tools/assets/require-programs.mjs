import { spawnSync } from 'node:child_process';

/** Ends the script with a reason unless all programs are there; each is asked with the argument that it answers quickly. */
export function requirePrograms(programs, { package: name, versionFlag }) {
  const missing = programs.filter((program) => spawnSync(program, [versionFlag], { stdio: 'ignore' }).error);
  if (missing.length === 0) return;
  process.stderr.write(`${missing.join(' and ')} not found: install the package ${name}\n`);
  process.exitCode = 1;
}
