import { exampleLines } from './example-lines';
import { installLines } from './install-lines';
import { codeOf, proseOf, sentenceOf } from './markdown-text';
import { modelLines } from './model-lines';
import { optionLines } from './option-lines';
import type { OptionSchema } from './option-schema';
import type { DescribedModel, ProviderFacts } from './provider-facts';
import { serviceLines } from './service-lines';
import { memberName } from './typescript-text';
import { variableLines } from './variable-lines';

const WRITTEN_BY =
  '<!-- Written by "mediaconduit readme" from the manifest and the code: change those, then run it. -->';

/** The part of a README that says what a provider is, as Markdown; the same for the same facts. */
export function readmeSection(facts: ProviderFacts): string {
  const { manifest, models, service } = facts;
  const hasVariables = Object.keys(manifest.environment).length > 0;
  return [
    // quotes, widths and line breaks are a matter of taste of whoever formats the rest
    ['<!-- prettier-ignore-start -->', WRITTEN_BY],
    ['## Reference', '', headline(facts)],
    ['### Install', '', ...installLines(facts)],
    ['### Models', '', ...modelLines(facts)],
    ...optionParts(models),
    ['### Examples', '', ...exampleLines(facts)],
    ...(hasVariables ? [['### Keys and settings', '', ...variableLines(manifest)]] : []),
    ...(service ? [['### Service', '', ...serviceLines(service)]] : []),
    ['### Versions', '', versionWords(facts)],
    ['<!-- prettier-ignore-end -->'],
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function headline({ manifest }: ProviderFacts): string {
  const { defaultBaseUrl, description = '', id, name, type } = manifest;
  const address = defaultBaseUrl === undefined ? '' : `, at ${codeOf(defaultBaseUrl)} unless you say otherwise`;
  const place = type === 'remote' ? `it calls an API${address}` : 'it works on your own machine';
  return `**${proseOf(name)}** is a provider for MediaConduit with the id ${codeOf(id)}; ${place}. ${sentenceOf(description)}`.trim();
}

/** Options of models that take the same ones stand there once. */
function optionParts(models: readonly DescribedModel[]): string[][] {
  const groups = [...groupedByOptions(models).values()];
  const [first] = groups;
  if (!first) return [];
  const named = first.options.properties[0]?.[0] ?? 'name';
  const how = `Give them as the second argument, ${codeOf(`transform(input, { ${memberName(named)}: … })`)}, or as flags of the command, ${codeOf(`--${named} …`)}.`;
  const isShared = groups.length === 1 && first.ids.length === models.length;
  const parts = groups.map(({ ids, options }) => [
    ...(isShared ? [] : [`#### Options of ${listed(ids.map(codeOf))}`, '']),
    ...optionLines(options),
  ]);
  return [['### Options', '', how], ...parts];
}

interface OptionGroup {
  readonly ids: string[];
  readonly options: OptionSchema;
}

function groupedByOptions(models: readonly DescribedModel[]): Map<string, OptionGroup> {
  const groups = new Map<string, OptionGroup>();
  for (const { info, options } of models) {
    if (!options || options.properties.length === 0) continue;
    const key = JSON.stringify(options);
    const group = groups.get(key) ?? { ids: [], options };
    group.ids.push(info.id);
    groups.set(key, group);
  }
  return groups;
}

function listed(words: readonly string[]): string {
  const [last = '', ...others] = [...words].reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}

function versionWords({ manifest, package: { core, node } }: ProviderFacts): string {
  const { max, min } = manifest.contract;
  const contract =
    max === 0
      ? 'Written for the original core of MediaConduit, and loaded as it is'
      : `Contract ${min === max ? min : `${min} to ${max}`} of MediaConduit`;
  const others = [
    ...(core === undefined ? [] : [`MediaConduit ${codeOf(core)} or newer`]),
    ...(node === undefined ? [] : [`Node.js ${codeOf(node)}`]),
  ];
  return `${[contract, ...others].join(', ')}.`;
}
