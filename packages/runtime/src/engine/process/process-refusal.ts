import type { EngineRefusal, ServiceDefinition } from '@mediaconduit/sdk';
import { findExecutable, type ExecutableSearch } from './find-executable';
import { pythonCommands } from './python/python-commands';

/** Why the definition cannot run as a child process of this machine. Looks for files only. */
export function processRefusal(
  { file, process: block }: ServiceDefinition,
  search: Omit<ExecutableSearch, 'folder'>,
): EngineRefusal | undefined {
  if (!block) return { reason: `${file} has no process block` };
  if (!block.command[0]) return { reason: `process.command in ${file} is empty` };
  if (block.python && pythonCommands(search).length === 0) {
    return {
      reason: 'it needs Python, and there is none on the PATH',
      hint: 'install Python 3 with venv: apt-get install python3 python3-venv, or python.org/downloads',
    };
  }
  const missing = Object.entries(block.programs ?? {}).filter(
    ([program]) => findExecutable(program, { folder: '/', ...search }) === undefined,
  );
  if (missing.length === 0) return undefined;
  const names = missing.map(([program]) => program).join(' and ');
  const ways = [...new Set(missing.map(([, way]) => way))].join('; ');
  return { reason: `${names} cannot be found on the PATH`, hint: `install ${names}: ${ways}` };
}
