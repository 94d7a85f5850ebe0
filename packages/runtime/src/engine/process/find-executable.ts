import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** Where to look for a program. */
export interface ExecutableSearch {
  /** Folder that relative paths (`./server`) start from. */
  readonly folder: string;
  /** Environment of the program: its `PATH`, and on Windows its `PATHEXT`, are searched. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/**
 * The absolute path of the program that a shell would run for `command`; `undefined` when there is none. Synchronous,
 * as the search of a spawn is: it takes a fraction of a millisecond, several trips to the thread pool take more.
 */
export function findExecutable(command: string, search: ExecutableSearch): string | undefined {
  return candidates(command, search).find(isExecutableFile);
}

function candidates(command: string, { folder, environment, platform }: ExecutableSearch): string[] {
  const windows = platform === 'win32';
  const hasFolder = command.includes('/') || (windows && command.includes('\\'));
  const searched =
    variable(environment, 'PATH')
      ?.split(windows ? ';' : ':')
      .filter(Boolean) ?? [];
  const bases = hasFolder
    ? [path.resolve(folder, command)]
    : searched.map((entry) => path.resolve(folder, entry, command));
  if (!windows || path.extname(command) !== '') return bases;
  const endings = (variable(environment, 'PATHEXT') ?? '.COM;.EXE').split(';').filter(Boolean);
  return bases.flatMap((base) => endings.map((ending) => base + ending));
}

/** Windows does not care about the case of a variable's name; a copied environment does. */
function variable(environment: ExecutableSearch['environment'], name: string): string | undefined {
  return environment[name] ?? Object.entries(environment).find(([key]) => key.toUpperCase() === name)?.[1];
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
