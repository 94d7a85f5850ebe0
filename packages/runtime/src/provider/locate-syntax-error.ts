import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How long the check of a file may take, in ms. */
const CHECK_MS = 5000;

/**
 * Where a syntax error is, as `file:line`; `undefined` for other errors and where it cannot be found. Node.js writes it
 * before the stack of CommonJS files; for ES modules it has to be asked again, which is done for `entry` alone.
 */
export async function locateSyntaxError(error: unknown, entry: string): Promise<string | undefined> {
  if (!isSyntaxError(error)) return undefined;
  return placeIn(error.stack ?? '') ?? placeIn(await check(entry));
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
