import type { ModelInfo, ProviderManifest } from '@mediaconduit/sdk';
import { readableSize } from '../readable-size';
import { commandText } from './install-lines';
import { codeOf, proseOf } from './markdown-text';
import { markdownTable } from './markdown-table';
import { mediaOf } from './media-words';
import { sizeWords } from './size-words';
import type { ProviderFacts } from './provider-facts';

/** A table of the models, and where to find those that are not listed. */
export function modelLines({ manifest, models }: ProviderFacts): string[] {
  const head = ['model', 'does', 'takes', 'gives', 'first use downloads', 'price', 'description'];
  const table = markdownTable(
    head,
    models.map(({ info }) => rowOf(info)),
  );
  if (models.length > 0 && !manifest.dynamicModels) return table;
  return [...(models.length > 0 ? [...table, ''] : []), otherModels(manifest, models.length > 0)];
}

function otherModels({ id, type }: ProviderManifest, hasListed: boolean): string {
  const owner = type === 'remote' ? 'its API' : 'its service';
  const command = codeOf(commandText('models', id, '--refresh'));
  return hasListed
    ? `These are not all: what else ${owner} knows is listed by ${command}, and can be called by its name.`
    : `Which models there are is known to ${owner}: ${command} lists them.`;
}

function rowOf(info: ModelInfo): string[] {
  const { capabilities } = info;
  const kinds = capabilities.map(mediaOf);
  const takes = [...new Set(kinds.map(({ input }) => input.words))].join(' or ');
  return [
    codeOf(info.id),
    capabilities.map(codeOf).join(', '),
    [takes, limitWords(info)].filter((part) => part !== '').join(', '),
    [...new Set(kinds.map(({ output }) => output.words))].join(' or '),
    info.downloadBytes === undefined ? '' : `about ${readableSize(info.downloadBytes)}`,
    priceWords(info),
    proseOf(info.description ?? ''),
  ];
}

function limitWords({ limits }: ModelInfo): string {
  const { maxInputBytes, maxTextLength } = limits ?? {};
  const parts = [
    maxTextLength === undefined ? '' : `${maxTextLength} characters`,
    maxInputBytes === undefined ? '' : sizeWords(maxInputBytes),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `at most ${parts.join(' or ')}`;
}

function priceWords({ pricing }: ModelInfo): string {
  if (!pricing) return '';
  const { currency, inputCost, outputCost } = pricing;
  return proseOf(`${inputCost} ${currency} in, ${outputCost} ${currency} out`);
}
