import { readdir } from 'node:fs/promises';
import { globPattern } from './glob-pattern';
import type { PackageJson } from './package-json';

/** Published whatever `files` says. */
const ALWAYS = /^(?:package\.json|(?:readme|license|licence)(?:\.\w+)?)$/i;

const NEVER = new Set(['node_modules', '.git', '.nx', '.cache']);

/**
 * What `npm publish` would take, as far as `files` of package.json says it; everything when there is no `files`. Ignore
 * files below the root are not read.
 */
export async function publishedFiles(folder: string, { files, main }: PackageJson): Promise<string[]> {
  const all = await filesBelow(folder, '');
  if (!Array.isArray(files)) return all;
  const patterns = files.filter((entry) => typeof entry === 'string');
  const taken = patterns.filter((entry) => !entry.startsWith('!')).map(globPattern);
  const left = patterns.filter((entry) => entry.startsWith('!')).map((entry) => globPattern(entry.slice(1)));
  const isEntry = (path: string): boolean => typeof main === 'string' && path === main.replace(/^\.\//, '');
  const isTaken = (path: string): boolean =>
    taken.some((pattern) => pattern.test(path)) && !left.some((pattern) => pattern.test(path));
  return all.filter((path) => ALWAYS.test(path) || isEntry(path) || isTaken(path));
}

async function filesBelow(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(`${folder}/${below}`, { withFileTypes: true });
  const lists = entries.map(async (entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return NEVER.has(entry.name) ? [] : filesBelow(folder, path);
  });
  return (await Promise.all(lists)).flat();
}
