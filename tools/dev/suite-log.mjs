import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './workspace.mjs';

const SHOWN_LINES = 200;

/** Where a suite of this name writes what it has to say. */
export function logOf(suite) {
  return join(root, '.cache', 'test', `${suite.replaceAll(' ', '-')}.log`);
}

/** The end of a suite's log, for a reader who sees only the screen. */
export function failureOf(suite) {
  const log = logOf(suite);
  if (!existsSync(log)) return '';
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const left = lines.length > SHOWN_LINES ? `(${lines.length - SHOWN_LINES} lines before these)\n` : '';
  return `\n--- ${relative(root, log)} ---\n${left}${lines.slice(-SHOWN_LINES).join('\n')}\n---\n\n`;
}
