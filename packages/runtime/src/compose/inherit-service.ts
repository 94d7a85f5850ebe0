import type { ComposeScope, Field } from './compose-scope';
import type { LocatedEntry, LocatedNode } from './located-node';
import { knownEntriesOf, textOf } from './read-field';

/** Where a list of `NAME=value` or of names means the same as a map. */
const AS_MAP = new Set(['environment', 'labels', 'args', 'depends_on', 'networks']);

/** Where one text means the same as a list of it. */
const AS_LIST = new Set(['env_file', 'tmpfs']);

/** Where a list is one thing: half of the one and half of the other would be nonsense. */
const REPLACED = new Set(['command', 'entrypoint', 'test', 'capabilities', 'device_ids']);

/**
 * The service with what it `extends` filled in, as Compose does: maps are merged, lists put behind each other, and
 * everything else is as the service itself says. Only services of the same file can be extended.
 */
export function withInherited(
  scope: ComposeScope,
  name: string,
  services: ReadonlyMap<string, Field>,
  heirs: readonly string[] = [],
): Field | undefined {
  const field = services.get(name);
  const inherits = field?.node.kind === 'map' ? field.node.entries.get('extends') : undefined;
  if (!field || !inherits || field.node.kind !== 'map') return field;
  const where = { path: `${field.path}.extends`, place: inherits.place, node: inherits.value };
  if (heirs.includes(name)) throw scope.invalid(where, `goes in a circle: ${[...heirs, name].join(' → ')}`);
  const baseName = baseOf(scope, where);
  const base = withInherited(scope, baseName, services, [...heirs, name]);
  if (!base) throw scope.invalid(where, `names "${baseName}", which is no service of the file`);
  const own = new Map([...field.node.entries].filter(([key]) => key !== 'extends'));
  return { ...field, node: mergeMaps(base.node, { ...field.node, entries: own }) };
}

function baseOf(scope: ComposeScope, field: Field): string {
  if (field.node.kind === 'scalar') return textOf(scope, field);
  const { service } = knownEntriesOf(scope, field, ['service']);
  if (!service) throw scope.invalid(field, 'needs a service');
  return textOf(scope, service);
}

function mergeMaps(base: LocatedNode, own: LocatedNode): LocatedNode {
  if (base.kind !== 'map' || own.kind !== 'map') return own;
  const entries = new Map(base.entries);
  for (const [key, entry] of own.entries) {
    const inherited = entries.get(key);
    entries.set(key, inherited ? mergeEntry(key, inherited, entry) : entry);
  }
  return { ...own, entries };
}

function mergeEntry(key: string, base: LocatedEntry, own: LocatedEntry): LocatedEntry {
  const [before, after] = [base.value, own.value].map((node) => inOneForm(key, node));
  if (!before || !after || isNothing(after)) return base;
  if (REPLACED.has(key)) return own;
  if (before.kind === 'list' && after.kind === 'list')
    return { ...own, value: { ...after, items: [...before.items, ...after.items] } };
  return { ...own, value: mergeMaps(before, after) };
}

function inOneForm(key: string, node: LocatedNode): LocatedNode {
  if (AS_MAP.has(key) && node.kind === 'list') return mapOf(node);
  if (isNothing(node) || node.kind !== 'scalar') return node;
  if (AS_LIST.has(key)) return { kind: 'list', place: node.place, items: [node] };
  if (key !== 'build') return node;
  return { kind: 'map', place: node.place, entries: new Map([['context', { place: node.place, value: node }]]) };
}

function mapOf({ place, items }: Extract<LocatedNode, { kind: 'list' }>): LocatedNode {
  const entries = items.map((item): [string, LocatedEntry] => {
    const text = item.kind === 'scalar' ? (item.text ?? '') : '';
    const at = text.indexOf('=');
    const value: LocatedNode = { kind: 'scalar', place: item.place, text: at === -1 ? null : text.slice(at + 1) };
    return [at === -1 ? text : text.slice(0, at), { place: item.place, value }];
  });
  return { kind: 'map', place, entries: new Map(entries) };
}

function isNothing(node: LocatedNode): boolean {
  return node.kind === 'scalar' && node.text === null;
}
