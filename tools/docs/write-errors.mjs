#!/usr/bin/env node
// `npm run docs:errors` writes docs/errors.md from the list of codes in the SDK; `--print` only shows it.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';

const require = createRequire(import.meta.url);
const { ERROR_CODES } = require('../../packages/sdk/dist/error/error-codes.js');

const HEAD = ['code', 'what happened', 'exit code', 'HTTP status', 'retryable'];
const rows = Object.entries(ERROR_CODES).map(([code, { summary, exitCode, httpStatus, retryable }]) => [
  `\`${code}\``,
  summary.replaceAll('|', '\\|'),
  String(exitCode),
  String(httpStatus),
  retryable ? 'yes' : 'no',
]);

const text = `# Errors

Every failure is a \`MediaConduitError\` with one of these codes, a message built from the values it talks about, a hint
with the next step, the values themselves under \`facts\`, and \`cause\`. Codes are never renamed once released. Branch on
\`error.code\`; recognise the class with \`isMediaConduitError(error)\`, which also works when a provider brings its own copy
of the SDK. An error may say otherwise than this table whether a retry helps: \`error.retryable\` decides.

${table([HEAD, ...rows])}

Exit codes of the command: 1 failure, 2 usage, 3 not found, 4 invalid input, 5 unavailable, 6 timeout, 7 credentials,
8 conflict, 130 cancelled.

Written by \`npm run docs:errors\` from packages/sdk/src/error/error-codes.ts.
`;

if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(join(root, 'docs', 'errors.md'), text);

/** A Markdown table in the form that Prettier leaves alone. */
function table(lines) {
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const toLine = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...body] = lines.map(toLine);
  return [head, toLine(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}
