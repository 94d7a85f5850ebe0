import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { filesOfPackage } from './modules/files-of-package';

/** How long the check of a file may take, in ms. */
const CHECK_MS = 5000;

/** So many files are asked about: each takes a program. */
const MOST_CHECKED = 8;

/**
 * Where a syntax error is, as `file:line`; `undefined` for other errors and where it cannot be found. Node.js writes it
 * before the stack of CommonJS files; for ES modules it has to be asked again, which is done for the entry of the package
 * and for the files of it that changed last.
 */
export async function locateSyntaxError(
  error: unknown,
  { entry, folder }: { readonly entry: string; readonly folder: string },
): Promise<string | undefined> {
  if (!isSyntaxError(error)) return undefined;
  const place = placeIn(error.stack ?? '');
  if (place !== undefined) return place;
  for (const file of [entry, ...(await newestScripts(folder))].slice(0, MOST_CHECKED)) {
    const told = await check(file);
    const found = told.includes(error.message) ? placeIn(told) : undefined; // else another file is broken, too
    if (found !== undefined) return found;
  }
  return undefined;
}

async function newestScripts(folder: string): Promise<string[]> {
  const files = ((await filesOfPackage(folder)) ?? []).filter((file) => /\.m?js$/.test(file));
  const changed = new Map(files.map((file) => [file, statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0]));
  return files.sort((a, b) => (changed.get(b) ?? 0) - (changed.get(a) ?? 0));
}

function isSyntaxError(error: unknown): error is SyntaxError {
  return error instanceof Error && error.name === 'SyntaxError';
}

function placeIn(text: string): string | undefined {
  const [, file, line] = /^(?!SyntaxError)(.+):(\d+)\r?\n/.exec(text) ?? [];
  if (file === undefined) return undefined;
  return `${file.startsWith('file:') ? fileURLToPath(file) : file}:${line}`;
}

/** What `node --check` writes to stderr; it runs nothing of the file. */
function check(file: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', file], { timeout: CHECK_MS }, (_failure, _stdout, stderr) =>
      resolve(stderr),
    );
  });
}
