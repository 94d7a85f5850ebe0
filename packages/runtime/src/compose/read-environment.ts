import { readFileSync, statSync } from 'node:fs';
import type { ComposeScope, Field } from './compose-scope';
import { containedPath } from './contained-path';
import { booleanOf, itemsOf, knownEntriesOf, recordOf, textOf } from './read-field';

const LARGEST_FILE = 64 * 1024;

/** `environment:` as a map or a list. A name without a value is taken from the variables we pass, never from the process. */
export function readEnvironment(scope: ComposeScope, field: Field): Record<string, string> {
  const entries = recordOf(scope, field).flatMap(([name, value, entry]): [string, string][] => {
    if (name === '' || /[=\0]/.test(name)) throw scope.invalid(entry, `has no name for a variable: "${name}"`);
    const known = value ?? scope.variables[name];
    return known === undefined ? [] : [[name, known]];
  });
  return Object.fromEntries(entries);
}

/** `env_file:`, one file or several; later ones win. */
export function readEnvironmentFiles(scope: ComposeScope, field: Field): Record<string, string> {
  const items = field.node.kind === 'list' ? itemsOf(scope, field) : [field];
  return Object.fromEntries(items.flatMap((item) => fileEntries(scope, item)));
}

function fileEntries(scope: ComposeScope, field: Field): [string, string][] {
  const long =
    field.node.kind === 'map' ? knownEntriesOf(scope, field, ['path', 'required', 'format']) : { path: field };
  if (!long.path) throw scope.invalid(field, 'needs a path');
  const text = textOf(scope, long.path);
  const { path, kind } = containedPath(scope, long.path, text);
  if (kind === 'file') return parseEnvironmentFile(readSmall(scope, field, path));
  if ('required' in long && long.required && !booleanOf(scope, long.required)) return [];
  throw scope.invalid(long.path, `names "${text}", which is no file`);
}

function readSmall(scope: ComposeScope, field: Field, path: string): string {
  if (statSync(path).size > LARGEST_FILE) throw scope.invalid(field, `names a file larger than ${LARGEST_FILE} bytes`);
  return readFileSync(path, 'utf8');
}

/** `NAME=value` lines; `#` begins a comment at the start of a line or after a blank; quotes keep everything. */
function parseEnvironmentFile(text: string): [string, string][] {
  return text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, unquote(value)]];
  });
}

function unquote(value: string): string {
  const [, single] = /^'([^']*)'/.exec(value) ?? [];
  if (single !== undefined) return single;
  const [, double] = /^"((?:[^"\\]|\\.)*)"/.exec(value) ?? [];
  if (double === undefined) return value.replace(/\s+#.*$/, '').trimEnd();
  return double.replace(/\\([nrt"\\$])/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
