import { cpSync, existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { parseJson } from './parse-json';

const SETTINGS = 'conformance.json';

/** Members of conformance.json that name files of the package. */
const FILE_KEYS = new Set(['recording', 'file']);

/**
 * Copies what says how a package is checked, and no package publishes: conformance.json, and the recordings and samples that
 * it names. What is missing is not copied; the suite says so.
 */
export function copySettings(from: string, to: string): void {
  const settings = join(from, SETTINGS);
  if (!existsSync(settings)) return;
  const files = namedFiles(parseJson(readFileSync(settings, 'utf8')));
  for (const file of [SETTINGS, ...files.filter((one) => isBelow(from, one) && existsSync(join(from, one)))])
    cpSync(join(from, file), join(to, file), { recursive: true, dereference: true });
}

function namedFiles(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    FILE_KEYS.has(key) && typeof member === 'string' ? [member] : namedFiles(member),
  );
}

function isBelow(folder: string, file: string): boolean {
  const path = relative(folder, resolve(folder, file));
  return path !== '' && !path.startsWith('..') && !isAbsolute(path) && !isAbsolute(file);
}
