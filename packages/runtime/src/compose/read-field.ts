import type { ComposeScope, Field } from './compose-scope';

/** The text of a scalar, with variables filled in. */
export function textOf(scope: ComposeScope, field: Field): string {
  const { node } = field;
  if (node.kind !== 'scalar' || node.text === null) throw scope.invalid(field, 'has to be text');
  return scope.fill(field, node.text);
}

/** True when there is a key without a value. */
export function isEmpty({ node }: Field): boolean {
  return node.kind === 'scalar' && node.text === null;
}

/** A whole number of at least `least`. */
export function integerOf(scope: ComposeScope, field: Field, least = 0): number {
  const text = textOf(scope, field);
  const value = Number(text);
  if (/^-?\d{1,15}$/.test(text) && value >= least) return value;
  throw scope.invalid(field, `has to be a whole number of at least ${least}, not "${text}"`);
}

/** `true` or `false`, in the spellings of YAML. */
export function booleanOf(scope: ComposeScope, field: Field): boolean {
  const text = textOf(scope, field).toLowerCase();
  if (['true', 'yes', 'on'].includes(text)) return true;
  if (['false', 'no', 'off'].includes(text)) return false;
  throw scope.invalid(field, `has to be true or false, not "${text}"`);
}

/** The items of a list. */
export function itemsOf(scope: ComposeScope, field: Field): Field[] {
  const { node, path } = field;
  if (node.kind !== 'list') throw scope.invalid(field, 'has to be a list');
  return node.items.map((item, index) => ({ path: `${path}[${index}]`, place: item.place, node: item }));
}

/** The keys of a map with their fields. */
export function entriesOf(scope: ComposeScope, field: Field): [string, Field][] {
  const { node, path } = field;
  if (node.kind !== 'map') throw scope.invalid(field, 'has to be a map');
  return [...node.entries].map(([key, { place, value }]) => [key, { path: `${path}.${key}`, place, node: value }]);
}

/** The keys of a map that may have no others; unknown ones are refused by name. Keys that begin with `x-` are skipped. */
export function knownEntriesOf<K extends string>(
  scope: ComposeScope,
  field: Field,
  known: readonly K[],
): Partial<Record<K, Field>> {
  const found: Partial<Record<K, Field>> = {};
  for (const [key, entry] of entriesOf(scope, field)) {
    if (key.startsWith('x-')) continue;
    const name = known.find((one) => one === key);
    if (name === undefined) throw scope.refuse(entry, `only ${known.join(', ')} can stand here`);
    found[name] = entry;
  }
  return found;
}

/** A single text, or a list of texts. */
export function textsOf(scope: ComposeScope, field: Field): string[] {
  if (field.node.kind === 'scalar') return [textOf(scope, field)];
  return itemsOf(scope, field).map((item) => textOf(scope, item));
}

/** A map, or a list of `NAME=value`; `undefined` for a name without a value. */
export function recordOf(scope: ComposeScope, field: Field): [string, string | undefined, Field][] {
  if (field.node.kind === 'map') {
    return entriesOf(scope, field).map(([name, entry]) => [
      name,
      isEmpty(entry) ? undefined : textOf(scope, entry),
      entry,
    ]);
  }
  return itemsOf(scope, field).map((item) => {
    const text = textOf(scope, item);
    const at = text.indexOf('=');
    return at === -1 ? [text, undefined, item] : [text.slice(0, at), text.slice(at + 1), item];
  });
}
