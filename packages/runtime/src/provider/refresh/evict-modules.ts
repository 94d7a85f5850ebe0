import { createRequire } from 'node:module';
import { join } from 'node:path';
import { types } from 'node:util';
import { esModuleLoads } from '../modules/es-module-loads';
import { isOwnFile } from '../modules/source-files';

/** ES modules that were dropped from the cache of CommonJS; Node.js answers them again. */
const kept = new Set<string>();

/**
 * Drops the modules of a package, without those of its dependencies, so that they are run anew; answers what puts them back.
 * ES modules that CommonJS has required stay as they are for the life of the process.
 */
export function evictModules(folder: string): () => void {
  const cache = cacheOf(folder);
  const evicted = filesOf(folder, cache).map((file) => [file, cache[file]] as const);
  for (const [file, module] of evicted) {
    if (types.isModuleNamespaceObject(module?.exports)) kept.add(file);
    Reflect.deleteProperty(cache, file);
  }
  const remember = esModuleLoads.forget(folder);
  return () => {
    remember();
    for (const file of filesOf(folder, cache)) Reflect.deleteProperty(cache, file);
    for (const [file, module] of evicted) cache[file] = module;
  };
}

/** Whether a package has got modules again that were dropped: what changed in their files does not run. */
export function hasKeptModules(folder: string): boolean {
  if (kept.size === 0) return false;
  const cache = cacheOf(folder);
  return [...kept].some((file) => isOwnFile(file, folder) && cache[file] !== undefined);
}

type ModuleCache = NodeJS.Require['cache'];

function cacheOf(folder: string): ModuleCache {
  return createRequire(join(folder, 'package.json')).cache;
}

function filesOf(folder: string, cache: ModuleCache): string[] {
  return Object.keys(cache).filter((file) => isOwnFile(file, folder));
}
