import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import { isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { stackSchema } from '../stack-file/stack-schema';

/**
 * A change of a stack as a merge patch (RFC 7386): what is named is replaced, maps member by member, and `null` removes.
 * A service may stand at the top: `{ redis: { environment: { … } } }`.
 */
export type ConfigPatch = Readonly<Record<string, unknown>>;

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** As deep as a stack file may be. */
const MAX_DEPTH = 32;

const TOP_KEYS = Object.keys(stackSchema.properties);

/**
 * The text with a patch applied; comments stay. The result may still be no valid stack.
 * @throws `MC_STACK_INVALID` for a key that is neither one of the file's nor a service, and for what is no plain data.
 */
export function applyPatch(text: string, patch: ConfigPatch): string {
  checkPlain(patch, [], 0);
  const document: Document = parseDocument(text);
  if (!isMap(document.contents)) document.contents = document.createNode({});
  for (const [key, value] of Object.entries(patch)) {
    const path = TOP_KEYS.includes(key) ? [key] : servicePath(document, key);
    merge(document, path, value);
  }
  return document.toString({ lineWidth: 0 });
}

function servicePath(document: Document, key: string): string[] {
  if (document.hasIn(['services', key])) return ['services', key];
  const services = document.getIn(['services']);
  const names = isMap(services)
    ? services.items.map(({ key: name }) => String(isScalar(name) ? name.value : name))
    : [];
  throw invalid(
    `the patch changes "${key}", which is neither a key of the file nor a service`,
    didYouMean(key, [...names, ...TOP_KEYS]) ?? `services: ${names.join(', ') || 'none'}`,
  );
}

function merge(document: Document, path: readonly string[], value: unknown): void {
  if (value === null) {
    if (document.hasIn(path)) document.deleteIn(path);
    return;
  }
  if (!isPlainMap(value)) return set(document, path, value);
  variablesAsMap(document, path);
  if (!isMap(document.getIn(path))) set(document, path, {});
  for (const [key, member] of Object.entries(value)) merge(document, [...path, key], member);
}

/** A bare value leaves the comment beside the old one. */
function set(document: Document, path: readonly string[], value: unknown): void {
  const isBare = typeof value !== 'object';
  document.setIn(path, isBare ? value : document.createNode(value, { aliasDuplicateObjects: false }));
}

/** A list of `NAME=value` that single variables are changed of. */
function variablesAsMap(document: Document, path: readonly string[]): void {
  const list = document.getIn(path);
  if (path.at(-1) !== 'environment' || !isSeq(list)) return;
  const lines = list.items.map((item) => String(isScalar(item) ? item.value : ''));
  const pairs = lines.map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1)] as const);
  set(document, path, Object.fromEntries(pairs));
}

function checkPlain(value: unknown, path: readonly string[], depth: number): void {
  const name = path.join('.') || 'the patch';
  if (depth > MAX_DEPTH) throw invalid('the patch is nested too deep', `at most ${MAX_DEPTH} levels are taken`);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkPlain(item, [...path, String(index)], depth + 1);
  } else if (isPlainMap(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (FORBIDDEN.has(key)) throw invalid(`the key "${key}" is not allowed in a patch`, 'leave it out');
      checkPlain(member, [...path, key], depth + 1);
    }
  } else if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) {
    throw invalid(`"${name}" is no text, number, boolean, list or map`, 'send plain JSON');
  }
}

function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(text: string, hint: string): MediaConduitError {
  return new MediaConduitError('MC_STACK_INVALID', text, { hint });
}
