import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { ClaraService } from './clara-service';

/**
 * The service object of a module of the application: what it exports, or a new one of the class that it exports.
 * @throws `MC_FILE_NOT_FOUND`, `MC_CONFIG_INVALID`, and whatever the module throws.
 */
export function loadModule(path: string, folder: string): ClaraService {
  const file = resolve(folder, path);
  if (!existsSync(file)) {
    throw new MediaConduitError('MC_FILE_NOT_FOUND', `There is no module ${file}.`, {
      hint: 'write it, register a definition with start and stop in its place, or deploy the service manually',
      facts: { file },
    });
  }
  const found: unknown = createRequire(file)(file);
  if (isClass(found)) return new found();
  if (typeof found === 'object' && found !== null) return found;
  throw new MediaConduitError('MC_CONFIG_INVALID', `The module ${file} exports neither a class nor an object.`, {
    hint: 'export one with start, stop and healthCheck: module.exports = class { … }',
    facts: { file },
  });
}

function isClass(value: unknown): value is new () => ClaraService {
  return typeof value === 'function';
}
