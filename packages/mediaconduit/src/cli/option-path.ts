import { MediaConduitError } from '@mediaconduit/sdk';
import { innerProperties, isList, type PropertySchema } from './parse-option-value';

/** The options of a model by name, as its schema lists them. */
export type Properties = Readonly<Record<string, PropertySchema>>;

/** Where an option stands: `['trim', 'start']` for the option `start` within the option `trim`. */
export interface OptionPath {
  readonly names: readonly string[];
  /** Missing for one that the schema does not list. */
  readonly schema?: PropertySchema;
}

/**
 * The option that a flag means: `trim.start`, and `max-tokens` for `maxTokens` or `max_tokens`; `undefined` for one
 * that is not listed.
 */
export function findOption(flag: string, properties: Properties): OptionPath | undefined {
  const name = nameOf(flag, properties);
  if (name !== undefined) return { names: [name], schema: properties[name] };
  const [, first = '', rest = ''] = /^([^.]+)\.(.+)$/.exec(flag) ?? [];
  const outer = nameOf(first, properties);
  if (outer === undefined) return undefined;
  const inner = findOption(rest, innerProperties(properties[outer]));
  return inner && { ...inner, names: [outer, ...inner.names] };
}

/** The same for a name that is kept as it is when it is not listed, for the model to judge. */
export function pathOfName(name: string, properties: Properties = {}): OptionPath {
  if (Object.hasOwn(properties, name)) return { names: [name], schema: properties[name] };
  const [first = '', ...rest] = name.split('.');
  const schema = Object.hasOwn(properties, first) ? properties[first] : undefined;
  if (rest.length === 0) return { names: [first], schema };
  const inner = pathOfName(rest.join('.'), innerProperties(schema));
  return { ...inner, names: [first, ...inner.names] };
}

/** Every listed option with those within it: `trim`, `trim.start`. */
export function flatProperties(properties: Properties, prefix = ''): [string, PropertySchema][] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    [`${prefix}${name}`, schema],
    ...flatProperties(innerProperties(schema), `${prefix}${name}.`),
  ]);
}

/** Puts a value at its place; one more of a list is added to those before it. @throws `MC_USAGE` for a name without letters. */
export function assignOption(options: Record<string, unknown>, { names, schema }: OptionPath, value: unknown): void {
  if (names.some((name) => name === '' || name === '__proto__')) {
    throw new MediaConduitError('MC_USAGE', `"${names.join('.')}" names no option.`, {
      hint: 'write --option key=value, or --option outer.inner=value',
    });
  }
  let target = options;
  for (const name of names.slice(0, -1)) target = target[name] = ownObject(target[name]);
  const last = names.at(-1) ?? '';
  const before = target[last];
  target[last] = Array.isArray(before) && isList(schema) ? [...(before as unknown[]), value].flat() : value;
}

function ownObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function nameOf(flag: string, properties: Properties): string | undefined {
  const plain = (name: string): string => name.replace(/[-_]/g, '').toLowerCase();
  const names = Object.keys(properties);
  return names.find((name) => name === flag) ?? names.find((name) => plain(name) === plain(flag));
}
