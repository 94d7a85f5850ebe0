import { didYouMean, MediaConduitError, type Model } from '@mediaconduit/sdk';
import { isSwitch, parseOptionValue, type PropertySchema } from './parse-option-value';

type Properties = Readonly<Record<string, PropertySchema>>;

/** What stands on the command line after the reference. */
export interface RunWords {
  /** Words that are no flags. */
  readonly inputs: readonly string[];
  /** Options of the model, by name. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The options of a model as its schema lists them; `undefined` when it has no schema. */
export function optionProperties(model: Pick<Model, 'optionsSchema'>): Properties | undefined {
  const schema: unknown = model.optionsSchema?.jsonSchema;
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return undefined;
  return schema.properties as Properties;
}

/** Reads `key=value` of `--option`. @throws `MC_USAGE` */
export function parsePairs(pairs: readonly string[], properties: Properties | undefined): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), parseOptionValue(pair.slice(at + 1), properties?.[pair.slice(0, at)])];
      throw new MediaConduitError('MC_USAGE', `--option ${pair} has no value.`, { hint: 'write --option key=value' });
    }),
  );
}

/**
 * Tells input from flags that are options of the model: `--cow tux`, `--cow=tux`, `--think`, `--no-think`.
 * @param ownFlags the command's own, which may have been meant.
 * @throws `MC_USAGE` for a flag that the schema does not know.
 */
export function parseRunWords(
  words: readonly string[],
  properties: Properties = {},
  ownFlags: readonly string[] = [],
): RunWords {
  const inputs: string[] = [];
  const options: Record<string, unknown> = {};
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (/^--?[a-z]/i.test(word)) Object.assign(options, parseFlag(word, rest, { properties, ownFlags }));
    else inputs.push(word);
  }
  return { inputs, options };
}

interface KnownFlags {
  readonly properties: Properties;
  readonly ownFlags: readonly string[];
}

/** Takes the value of the flag from `rest` where it has one. */
function parseFlag(word: string, rest: string[], { properties, ownFlags }: KnownFlags): Record<string, unknown> {
  const [, flag = '', value] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  const negated = /^no-(.+)$/.exec(flag)?.[1];
  const name = nameOf(flag, properties) ?? (negated && nameOf(negated, properties));
  if (!word.startsWith('--') || !name) throw unknownFlag(word, flag, { properties, ownFlags });
  const schema = properties[name];
  if (isSwitch(schema) && value === undefined) return { [name]: name === nameOf(flag, properties) };
  const text = value ?? rest.shift();
  if (text !== undefined) return { [name]: parseOptionValue(text, schema) };
  throw new MediaConduitError('MC_USAGE', `--${flag} needs a value.`, { hint: schema?.description });
}

/** `max-tokens` also stands for `maxTokens` and `max_tokens`. */
function nameOf(flag: string, properties: Properties): string | undefined {
  const plain = (name: string): string => name.replace(/[-_]/g, '').toLowerCase();
  return (
    Object.keys(properties).find((name) => name === flag) ??
    Object.keys(properties).find((name) => plain(name) === plain(flag))
  );
}

function unknownFlag(word: string, flag: string, { properties, ownFlags }: KnownFlags): MediaConduitError {
  const names = Object.keys(properties).map((name) => `--${name}`);
  const known = names.length > 0 ? `options of this model: ${names.join(', ')}` : 'this model names no options';
  return new MediaConduitError('MC_USAGE', `Unknown option "${word}".`, {
    hint:
      didYouMean(`--${flag}`, [...names, ...ownFlags]) ?? `${known}; input that starts with a dash stands after "--"`,
    facts: { option: word, options: names },
  });
}
