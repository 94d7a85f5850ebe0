import { createRequire } from 'node:module';
import { join, sep } from 'node:path';

/**
 * Drops the CommonJS modules of a package, without those of its dependencies, so that they are run anew; answers what
 * puts them back. ES modules stay as they are for the life of the process.
 */
export function evictModules(folder: string): () => void {
  const { cache } = createRequire(join(folder, 'package.json'));
  const own = (file: string): boolean =>
    file.startsWith(folder + sep) && !file.slice(folder.length).includes(`${sep}node_modules${sep}`);
  const files = Object.keys(cache).filter(own);
  const evicted = files.map((file) => [file, cache[file]] as const);
  for (const file of files) Reflect.deleteProperty(cache, file);
  return () => {
    for (const file of Object.keys(cache).filter(own)) Reflect.deleteProperty(cache, file);
    for (const [file, module] of evicted) cache[file] = module;
  };
}
