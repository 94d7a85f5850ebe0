// The one judge of what a stack left behind.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromRuntime } from '../../bench/cowsay-runtime.mjs';
import { end } from './processes.mjs';

const { homeId } = fromRuntime('./dist/config/home.js');
const KINDS = {
  container: { list: ['ps', '--all', '--quiet'], remove: ['rm', '--force'] },
  network: { list: ['network', 'ls', '--quiet'], remove: ['network', 'rm'] },
  volume: { list: ['volume', 'ls', '--quiet'], remove: ['volume', 'rm', '--force'] },
};

/** Processes, containers, networks, volumes, sockets and temporary files of the project, a line each. */
export function leftovers(project) {
  return [
    ...project.processes().map(({ command, pid }) => `process ${pid}: ${command}`),
    ...Object.keys(KINDS).flatMap((kind) => dockerObjects(kind, project).map((id) => `${kind} ${id}`)),
    ...filesIn(join(project.home, 'run'))
      .filter((name) => name.endsWith('.sock'))
      .map((name) => `socket ${name}`),
    ...filesIn(project.environment.TMPDIR).map((name) => `temporary file ${name}`),
    ...filesIn(project.home)
      .filter((name) => /\.tmp|\.new$/.test(name))
      .map((name) => `half-written file ${name}`),
  ];
}

export function removeLeftovers(project) {
  for (const { pid } of project.processes()) end(pid, 'SIGKILL');
  for (const [kind, { remove }] of Object.entries(KINDS)) {
    const found = dockerObjects(kind, project);
    if (found.length > 0) execFileSync('docker', [...remove, ...found], { stdio: 'ignore' });
  }
}

/** None when the project does not use Docker. */
function dockerObjects(kind, project) {
  if (!project.usesDocker) return [];
  const filter = ['--filter', `label=io.mediaconduit.home=${homeId(project.home)}`];
  return execFileSync('docker', [...KINDS[kind].list, ...filter], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
}

function filesIn(folder) {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
}
