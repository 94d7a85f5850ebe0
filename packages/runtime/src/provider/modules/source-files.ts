import { existsSync, statSync, type Stats } from 'node:fs';
import { dirname, join, sep } from 'node:path';

const SCRIPTS = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.tsx'];
const TYPESCRIPT = ['.ts', '.tsx', '.mts', '.cts'];

/** True for TypeScript that holds code; declarations hold none. */
export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file);
}

/** True for a file of the package in `folder` itself, not of one of its dependencies. */
export function isOwnFile(file: string, folder: string): boolean {
  return file.startsWith(folder + sep) && !file.slice(folder.length).includes(`${sep}node_modules${sep}`);
}

/** The script that a path without an extension, or of a folder, stands for. */
export function findScript(path: string): string | undefined {
  const found = lookAt(path);
  if (found?.isFile() && (isTypeScript(path) || /\.[cm]?js$/.test(path))) return path;
  const beside = existsSync(dirname(path)) ? besides(path, SCRIPTS) : [];
  const inside = found?.isDirectory() ? insides(path, SCRIPTS) : [];
  return [...beside, ...inside].find(isFile);
}

/** The TypeScript source that a path stands for, as compilers read it: `./x`, `./x/index`, also `./x.js` for `x.ts`. */
export function findSource(path: string): string | undefined {
  if (isTypeScript(path) && isFile(path)) return path;
  const twin = /\.([cm]?)js$/.exec(path);
  const stem = twin ? path.slice(0, -twin[0].length) : undefined;
  const twins = stem === undefined ? [] : [`${stem}.${twin?.[1] ?? ''}ts`, `${stem}.tsx`];
  return [...twins, ...besides(path, TYPESCRIPT), ...insides(path, TYPESCRIPT)].find(isFile);
}

function besides(path: string, extensions: readonly string[]): string[] {
  return extensions.map((extension) => path + extension);
}

function insides(path: string, extensions: readonly string[]): string[] {
  return extensions.map((extension) => join(path, `index${extension}`));
}

function isFile(path: string): boolean {
  return lookAt(path)?.isFile() ?? false;
}

function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // below a file, or not to be read
  }
}
