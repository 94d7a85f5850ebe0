import type { Capability } from '@mediaconduit/sdk';
import { commandText, shellBlock } from './install-lines';
import { codeOf } from './markdown-text';
import { mediaOf, type MediumWords } from './media-words';
import { allOf, type FixedValue } from './option-schema';
import { memberName, textLiteral, valueLiteral } from './typescript-text';
import type { DescribedModel, ProviderFacts } from './provider-facts';

/** What stands for a model where none is listed. */
const ANY_MODEL = 'name-of-a-model';

const TEXTS: Readonly<Partial<Record<Capability, string>>> = {
  'text-to-image': 'A lighthouse in the fog',
  'text-to-video': 'Waves at night',
  'text-to-audio': 'Good morning.',
  'text-to-3d': 'A teapot',
};

/** One call, whose parts are all that differs between examples. */
interface Example {
  readonly capability: Capability;
  /** `provider:model` */
  readonly reference: string;
  /** Whether the command could take it for something else. */
  readonly isOneOfSeveral: boolean;
  readonly input: MediumWords;
  readonly output: MediumWords;
  /** Name of the file that is made. */
  readonly result?: string;
  /** Options that it cannot do without, by name. */
  readonly needed: readonly (readonly [name: string, value: FixedValue])[];
  /** Of the result, where the model lets callers choose it. */
  readonly format?: string;
}

/** A program and a command for each thing that the provider does. */
export function exampleLines(facts: ProviderFacts): string[] {
  const examples = examplesOf(facts);
  const blocks = examples.flatMap((example) => [
    '',
    ...(examples.length > 1 ? [`#### ${codeOf(example.capability)}`, ''] : []),
    ...['```ts', ...program(example), '```', ''],
    ...shellBlock(command(example)),
  ]);
  return ['The program is an ES module: a file `.mjs`, or `"type": "module"` in package.json.', ...blocks];
}

/** For each capability of the models, and of the provider where they are not all; the first model that has it. */
function examplesOf({ manifest, models }: ProviderFacts): Example[] {
  const listed = models.flatMap(({ info }) => info.capabilities);
  const others = listed.length === 0 || manifest.dynamicModels ? manifest.capabilities : [];
  return [...new Set([...listed, ...others])].map((capability) => {
    const model = models.find(({ info }) => info.capabilities.includes(capability));
    const { input, output } = mediaOf(capability);
    const format = output.result === undefined ? undefined : formatOf(model);
    return {
      ...{ capability, input, output, format, needed: neededOptions(model, format) },
      reference: `${manifest.id}:${model?.info.id ?? ANY_MODEL}`,
      isOneOfSeveral: model?.info.capabilities[0] !== capability,
      result: format === undefined ? output.result : output.result?.replace(/\w+$/, format),
    };
  });
}

/** The first that the option `format` lists: the name of a file is to fit what is in it. */
function formatOf(model: DescribedModel | undefined): string | undefined {
  const properties = model?.options?.properties ?? [];
  const format = properties.find(([name]) => name === 'format')?.[1];
  const values = format ? allOf(format).flatMap((one) => one.values) : [];
  return values.find((value) => typeof value === 'string' && /^\w{2,5}$/.test(value)) as string | undefined;
}

/** With the first value there is, or with what shows where one is to stand. */
function neededOptions(model: DescribedModel | undefined, format: string | undefined): Example['needed'] {
  const { properties = [], required = [] } = model?.options ?? {};
  const needed = properties.filter(([name]) => required.includes(name) && !(name === 'format' && format !== undefined));
  return needed.map(([name, schema]) => {
    const [first] = allOf(schema).flatMap(({ values }) => values);
    const types = allOf(schema).flatMap((one) => one.types);
    const isNumber = types.includes('number') || types.includes('integer');
    return [name, first ?? (types.includes('boolean') ? true : isNumber ? (schema.minimum ?? 1) : '…')] as const;
  });
}

function program({ capability, format, input, needed, output, reference, result }: Example): string[] {
  const given = textLiteral(input.file ?? TEXTS[capability] ?? 'Hello');
  const chosen: Example['needed'] = [...needed, ...(format === undefined ? [] : [['format', format] as const])];
  const members = chosen.map(([name, value]) => `${memberName(name)}: ${valueLiteral(value)}`);
  const options = members.length === 0 ? '' : `, { ${members.join(', ')} }`;
  const isText = output.result === undefined && capability.endsWith('-to-text');
  return [
    "import { conduit } from '@mediaconduit/mediaconduit';",
    '',
    `const model = await conduit.model(${textLiteral(reference)}, { capability: '${capability}' });`,
    `const result = await model.transform(${given}${options});`,
    result === undefined
      ? `console.log(result.${isText ? 'content' : 'vector'});`
      : `await result.saveToFile(${textLiteral(result)});`,
  ];
}

function command({ capability, input, isOneOfSeveral, needed, reference, result }: Example): string {
  const given = input.file ?? `"${TEXTS[capability] ?? 'Hello'}"`;
  const out = result === undefined ? [] : ['--out', result];
  const flags = needed.map(([name, value]) => `--option ${shellWord(`${name}=${value}`)}`);
  const what = isOneOfSeveral ? ['--capability', capability] : [];
  return commandText('run', shellWord(reference), ...what, ...flags, given, ...out);
}

/** Names of models may hold anything. */
function shellWord(word: string): string {
  if (/^[\w./:@+=-]+$/.test(word)) return word;
  // eslint-disable-next-line no-control-regex -- a line of a script is one line
  return `'${word.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, ' ').replaceAll("'", `'\\''`)}'`;
}
