import type { ModelInfo, ProviderManifest } from '@mediaconduit/sdk';
import { isForeign } from '../create-provider';
import {
  OPTIONAL_MODEL_METHODS,
  OPTIONAL_PROVIDER_METHODS,
  type ModelSnapshot,
  type ProviderSnapshot,
} from './isolation-messages';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a process says about its provider, in the form that others rely on. One for the original core has the id that it
 * gives itself, as in this process; any other cannot pass for another provider.
 */
export function parseProviderSnapshot(value: unknown, manifest: ProviderManifest): ProviderSnapshot {
  const { name, type } = manifest;
  const found = fieldsOf(value);
  const id = isForeign(manifest) && isId(found['id']) ? found['id'] : manifest.id;
  const modelsFor = Object.entries(fieldsOf(found['modelsFor'])).map(([key, list]) => [key, modelsIn(list)] as const);
  return {
    id,
    name: textOr(found['name'], name),
    type: textOr(found['type'], type),
    capabilities: textsIn(found['capabilities']),
    models: modelsIn(found['models']),
    modelsFor: Object.fromEntries(modelsFor),
    methods: textsIn(found['methods']).filter((method) => OPTIONAL_PROVIDER_METHODS.some((known) => known === method)),
  };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][a-z0-9-]*$/i.test(value);
}

/** As above, of one model; `undefined` when there is none. */
export function parseModelSnapshot(value: unknown, id: string): ModelSnapshot | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = fieldsOf(value);
  const schema = fieldsOf(found['optionsSchema']);
  return {
    id: textOr(found['id'], id),
    name: textOr(found['name'], id),
    capabilities: textsIn(found['capabilities']),
    info: modelsIn([found['info']])[0],
    optionsSchema: schema['type'] === 'object' ? (schema as unknown as ModelSnapshot['optionsSchema']) : undefined,
    methods: textsIn(found['methods']).filter((method) => OPTIONAL_MODEL_METHODS.some((known) => known === method)),
  };
}

/** Models keep every field that they have, as in the process of the provider. */
function modelsIn(value: unknown): ModelInfo[] {
  if (!Array.isArray(value)) return [];
  const records = value.filter((one): one is ModelInfo => typeof fieldsOf(one)['id'] === 'string');
  return records.map(
    (one) => ({ ...one, name: textOr(one.name, one.id), capabilities: textsIn(one.capabilities) }) as ModelInfo,
  );
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function textOr(value: unknown, instead: string): string {
  return typeof value === 'string' ? value : instead;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
