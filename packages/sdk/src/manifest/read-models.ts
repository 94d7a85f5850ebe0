import type { Capability } from '../capability';
import type { ModelInfo } from '../provider/provider';
import type { ManifestNode } from './manifest-node';
import { readByteSize } from './read-byte-size';
import { readCapabilities, union } from './read-capabilities';

/** What a manifest says under `models`. */
export interface ModelList {
  readonly models: readonly ModelInfo[];
  readonly dynamic: boolean;
  /** What the models can do beside what the provider says. */
  readonly capabilities: readonly Capability[];
  readonly tags: readonly string[];
}

/** Reads the list of models, or the map of older manifests; `inherited` is what a model can do that does not say it. */
export function readModels(node: ManifestNode, inherited: readonly Capability[], isOld: boolean): ModelList {
  const shared = readCapabilities(node.at('capabilities'), isOld);
  const items = node.items.filter((item) => idOf(item) !== '');
  const own = items.map((item) => readCapabilities(item.at('capabilities'), isOld));
  noteDuplicates(items);
  return {
    models: items.map((item, index) => readModel(item, own[index]?.capabilities ?? [], inherited)),
    dynamic: node.at('dynamic').boolean ?? false,
    capabilities: union(shared.capabilities, ...own.map((list) => list.capabilities)),
    tags: union(shared.tags, ...own.map((list) => list.tags)),
  };
}

function readModel(node: ManifestNode, own: readonly Capability[], inherited: readonly Capability[]): ModelInfo {
  const id = idOf(node);
  const parameters = node.at('parameters').entries.map(([name, { value }]) => [name, value] as const);
  return {
    id,
    name: node.at('name').text ?? id,
    description: node.at('description').text,
    capabilities: own.length > 0 ? own : inherited,
    limits: readLimits(node.at('limits')),
    downloadBytes: readByteSize(node.at('downloadSize')),
    pricing: readPricing(node.at('pricing')),
    parameters: parameters.length > 0 ? Object.fromEntries(parameters) : undefined,
  };
}

function readLimits(node: ManifestNode): ModelInfo['limits'] {
  if (!node.exists) return undefined;
  return {
    maxTextLength: node.at('maxTextLength').number,
    maxInputBytes: readByteSize(node.at('maxInputBytes')),
  };
}

function readPricing(node: ManifestNode): ModelInfo['pricing'] {
  if (!node.exists) return undefined;
  return {
    inputCost: node.at('inputCost').number ?? 0,
    outputCost: node.at('outputCost').number ?? 0,
    currency: node.at('currency').text ?? 'USD',
  };
}

function idOf(node: ManifestNode): string {
  return node.text ?? node.at('id').text ?? '';
}

function noteDuplicates(items: readonly ManifestNode[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    const id = idOf(item);
    if (seen.has(id)) item.problem(`the model "${id}" is listed twice`, { hint: 'give each model an id of its own' });
    seen.add(id);
  }
}
