import { readFileSync, statSync } from 'node:fs';
import { interpolate } from '../config/interpolate';
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
  if (kind === 'file') return entriesIn(scope, long.path, readSmall(scope, field, path), isRaw(scope, long));
  if ('required' in long && long.required && !booleanOf(scope, long.required)) return [];
  throw scope.invalid(long.path, `names "${text}", which is no file`);
}

/** `format: raw` takes what stands behind `=` as it is. */
function isRaw(scope: ComposeScope, long: { readonly format?: Field }): boolean {
  if (!long.format) return false;
  const format = textOf(scope, long.format);
  if (format !== 'raw') throw scope.invalid(long.format, `has to be raw, not "${format}"`);
  return true;
}

function readSmall(scope: ComposeScope, field: Field, path: string): string {
  if (statSync(path).size > LARGEST_FILE) throw scope.invalid(field, `names a file larger than ${LARGEST_FILE} bytes`);
  return readFileSync(path, 'utf8');
}

/** A name without `=` is taken from the variables, as in `environment:`. */
function entriesIn(scope: ComposeScope, field: Field, text: string, raw: boolean): [string, string][] {
  const known = new Map<string, string>();
  for (const line of parseEnvironmentFile(text)) {
    const value = line.value === undefined ? scope.variables[line.name] : raw ? line.value : unquote(line.value);
    if (value === undefined) continue;
    if (typeof value === 'string') known.set(line.name, value);
    else known.set(line.name, value.isLiteral ? value.text : fill(scope, field, value.text, known));
  }
  return [...known];
}

/** Variables of the file itself, from the lines before, come after those of the call. */
function fill(scope: ComposeScope, field: Field, text: string, known: ReadonlyMap<string, string>): string {
  const result = interpolate(text, { ...Object.fromEntries(known), ...scope.variables });
  if ('fault' in result) throw scope.invalid(field, `has a value that cannot be filled in: ${result.fault}`);
  for (const name of result.unknown) scope.warn(field, `the variable ${name} is not set and counts as empty`);
  return result.text;
}

interface EnvironmentLine {
  readonly name: string;
  readonly value: string | undefined;
}

/** `NAME=value` lines; `#` begins a comment at the start of a line. */
function parseEnvironmentFile(text: string): EnvironmentLine[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*(?:=\s*(.*))?$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, value }];
  });
}

/** Quotes keep everything; without them a `#` behind a blank begins a comment. Single quotes keep `$`, too. */
function unquote(value: string): { readonly text: string; readonly isLiteral: boolean } {
  const [, single] = /^'([^']*)'/.exec(value) ?? [];
  if (single !== undefined) return { text: single, isLiteral: true };
  const [, double] = /^"((?:[^"\\]|\\.)*)"/.exec(value) ?? [];
  if (double === undefined) return { text: value.replace(/\s+#.*$/, '').trimEnd(), isLiteral: false };
  const text = double.replace(/\\([nrt"\\$])/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
  return { text, isLiteral: false };
}

/** An escaped dollar sign is one for interpolation, too. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', $: '$$' };
