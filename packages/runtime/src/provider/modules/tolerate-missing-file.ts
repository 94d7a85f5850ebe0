import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Absolute path of the module that is loaded instead of a missing one. */
export function emptyModule(): string {
  return createRequire(__filename).resolve('./empty-module');
}

/**
 * True when `file` says `export * from` the request, as TypeScript or as compilers write it: published providers do so
 * with files that held only types and were forgotten.
 */
export function handsOnAll(file: string, request: string): boolean {
  const from = `["']${request.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']`;
  const source = `\\bexport\\s*(?:type\\s*)?\\*(?:\\s*as\\s+[\\w$]+)?\\s*from\\s*${from}`;
  const compiled = `\\b(?:__exportStar|__export|__reExport)\\([^;\\n]*\\brequire\\(${from}\\)`;
  return new RegExp(`${source}|${compiled}`).test(textOf(file));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
