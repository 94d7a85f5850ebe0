import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';

/**
 * The environment with what the project's `.env` adds: the file beside the nearest package.json, else in the folder
 * itself. A variable that is set keeps its value, as with `node --env-file`.
 */
export function withEnvFile(folder: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const file = join(projectOf(folder), '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...environment } : environment;
}

function projectOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at;
    if (dirname(at) === at) return folder;
  }
}
