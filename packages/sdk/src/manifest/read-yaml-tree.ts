import type { Pair, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { pointerStep, readablePath, type ManifestPlace } from './manifest-node';
import type { ManifestProblems } from './manifest-problems';

type Yaml = typeof import('yaml');

/** Keys that would reach into an object's prototype when somebody copies the parsed value. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A plain value with the places of all its parts. */
export interface YamlTree {
  readonly value: unknown;
  readonly places: ReadonlyMap<string, ManifestPlace>;
}

/**
 * Turns composed YAML into plain maps, lists and scalars. Duplicate and dangerous keys and keys that are no plain
 * values become problems; the parser's own check for duplicates is quadratic.
 */
export function readYamlTree(yaml: Yaml, root: ParsedNode, problems: ManifestProblems): YamlTree {
  const places = new Map<string, ManifestPlace>();
  const context: Context = { yaml, problems, places };
  return { value: readNode(context, root, '', root.range[0]), places };
}

interface Context {
  readonly yaml: Yaml;
  readonly problems: ManifestProblems;
  readonly places: Map<string, ManifestPlace>;
}

function readNode(context: Context, node: ParsedNode | null, pointer: string, key: number): unknown {
  const { yaml, places } = context;
  if (node === null) {
    places.set(pointer, { key, value: key });
    return null;
  }
  const [offset] = node.range;
  places.set(pointer, { key, value: offset, source: yaml.isScalar(node) ? node.source : undefined });
  noteUnwanted(context, node);
  if (yaml.isMap<ParsedNode, ParsedNode | null>(node)) return readMap(context, node, pointer);
  if (yaml.isSeq<ParsedNode>(node)) {
    return node.items.map((item, index) => readNode(context, item, pointer + pointerStep(index), item.range[0]));
  }
  return yaml.isScalar(node) ? readScalar(node) : null;
}

function noteUnwanted({ yaml, problems }: Context, node: ParsedNode): void {
  // no path, variable or argument can hold it, and the system calls that take them throw errors of their own
  if (yaml.isScalar(node) && String(node.value).includes('\0'))
    problems.add(node.range[0], 'a value must not hold NUL');
}

/** Values of other types (dates, bytes) need a tag, and tags were refused before. */
function readScalar(node: Scalar): unknown {
  return ['string', 'number', 'boolean'].includes(typeof node.value) ? node.value : null;
}

function readMap(
  context: Context,
  map: YAMLMap<ParsedNode, ParsedNode | null>,
  pointer: string,
): Record<string, unknown> {
  const members = new Map<string, unknown>();
  for (const pair of map.items) {
    const key = readKey(context, pair, pointer, members);
    if (key === undefined) continue;
    members.set(key, readNode(context, pair.value, pointer + pointerStep(key), pair.key.range[0]));
  }
  return Object.fromEntries(members);
}

/** The key as written; `undefined`, with a problem, when it must not be used. */
function readKey(
  { yaml, problems }: Context,
  { key }: Pair<ParsedNode, ParsedNode | null>,
  pointer: string,
  before: ReadonlyMap<string, unknown>,
): string | undefined {
  const [offset] = key.range;
  if (!yaml.isScalar(key)) {
    problems.add(offset, 'a key must be plain text, not a map or list', { path: readablePath(pointer) });
    return undefined;
  }
  const name = key.source ?? String(key.value);
  const details = { key: name, path: readablePath(pointer + pointerStep(name)) };
  if (FORBIDDEN_KEYS.has(name)) {
    problems.add(offset, `the key "${name}" is not allowed`, details);
    return undefined;
  }
  if (before.has(name)) {
    problems.add(offset, `the key "${name}" stands here a second time`, { ...details, hint: `keep one "${name}"` });
    return undefined;
  }
  return name;
}
