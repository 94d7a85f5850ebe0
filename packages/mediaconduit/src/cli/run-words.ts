import { didYouMean, MediaConduitError, type Model } from '@mediaconduit/sdk';
import { assignOption, findOption, flatProperties, pathOfName, type OptionPath, type Properties } from './option-path';
import { isSwitch, parseOptionValue } from './parse-option-value';

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

/** Reads `key=value` of `--option`; `outer.inner=value` sets an option within another. @throws `MC_USAGE` */
export function parsePairs(pairs: readonly string[], properties: Properties | undefined): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at <= 0) {
      throw new MediaConduitError('MC_USAGE', `--option ${pair} has no value.`, { hint: 'write --option key=value' });
    }
    const path = pathOfName(pair.slice(0, at), properties);
    assignOption(options, path, parseOptionValue(pair.slice(at + 1), path.schema));
  }
  return options;
}

/**
 * Tells input from flags that are options of the model: `--cow tux`, `--cow=tux`, `--think`, `--no-think`,
 * `--trim.start 3`.
 * @param ownFlags the command's own, which may have been meant.
 * @param known options that were given otherwise; flags are added to a copy.
 * @throws `MC_USAGE` for a flag that the schema does not know.
 */
export function parseRunWords(
  words: readonly string[],
  properties: Properties = {},
  ownFlags: readonly string[] = [],
  known: Readonly<Record<string, unknown>> = {},
): RunWords {
  const inputs: string[] = [];
  const options = { ...known };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!/^--?[a-z]/i.test(word)) inputs.push(word);
    else {
      const { path, value } = parseFlag(word, rest, { properties, ownFlags });
      assignOption(options, path, value);
    }
  }
  return { inputs, options };
}

interface KnownFlags {
  readonly properties: Properties;
  readonly ownFlags: readonly string[];
}

/** Takes the value of the flag from `rest` where it has one. */
function parseFlag(word: string, rest: string[], known: KnownFlags): { path: OptionPath; value: unknown } {
  const { properties } = known;
  const [, flag = '', value] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  const positive = findOption(flag, properties);
  const negated = /^no-(.+)$/.exec(flag)?.[1];
  const path = positive ?? (negated === undefined ? undefined : findOption(negated, properties));
  if (!word.startsWith('--') || !path) throw unknownFlag(word, flag, known);
  const { schema } = path;
  if (isSwitch(schema) && value === undefined) return { path, value: positive !== undefined };
  const text = value ?? rest.shift();
  if (text !== undefined) return { path, value: parseOptionValue(text, schema) };
  throw new MediaConduitError('MC_USAGE', `--${flag} needs a value.`, { hint: schema?.description });
}

function unknownFlag(word: string, flag: string, { properties, ownFlags }: KnownFlags): MediaConduitError {
  const names = flatProperties(properties).map(([name]) => `--${name}`);
  const known = names.length > 0 ? `options of this model: ${names.join(', ')}` : 'this model names no options';
  return new MediaConduitError('MC_USAGE', `Unknown option "${word}".`, {
    hint:
      didYouMean(`--${flag}`, [...names, ...ownFlags]) ?? `${known}; input that starts with a dash stands after "--"`,
    facts: { option: word, options: names },
  });
}
