import { parseCapability } from '@mediaconduit/sdk';
import type { YamlText } from './yaml-text';

interface ListedModel {
  readonly id: string;
  readonly [key: string]: unknown;
}

/** A map of models of the original core, taken apart. */
export interface ModelMap {
  /** As a list of today. */
  readonly models: readonly ListedModel[];
  /** What is no model, and holds for all of them: for people. */
  readonly shared: readonly (readonly [string, unknown])[];
}

/** What the reader of manifests takes from the map itself. */
const READ = new Set(['dynamic', 'capabilities']);

/** Keys of the map whose values are models. */
export function modelIds(yaml: YamlText): string[] {
  return entriesOf(yaml).flatMap(([key, said]) => (isModel(key, said) ? [key] : []));
}

/** The models of a map that has them by their ids, and what else it says. */
export function takeModelMap(yaml: YamlText): ModelMap {
  const entries = entriesOf(yaml);
  const models = entries.filter(([key, said]) => isModel(key, said));
  const shared = entries.filter(([key, said]) => !isModel(key, said) && said !== null);
  const keys = new Set(models.map(([key]) => key));
  return { models: models.map(([key, said]) => modelOf(key, said, keys)), shared };
}

function entriesOf(yaml: YamlText): (readonly [string, unknown])[] {
  const said = yaml.isMap(['models']) ? (yaml.value(['models']) as Record<string, unknown>) : {};
  return yaml.keys(['models']).flatMap((key) => (READ.has(key) ? [] : [[key, said[key]] as const]));
}

const SHARED = new Set(['parameters', 'inputTypes', 'outputTypes']);

/** A text is the name of a model, a list what it can do. */
function isModel(key: string, said: unknown): boolean {
  if (SHARED.has(key)) return false;
  if (Array.isArray(said)) return said.every((one) => isText(one) && parseCapability(one) !== undefined);
  return typeof said === 'object' || (isText(said) && key !== 'default');
}

function modelOf(key: string, said: unknown, keys: ReadonlySet<string>): ListedModel {
  if (said === null) return { id: key };
  if (isText(said)) return { id: key, name: said };
  if (Array.isArray(said)) return { id: key, capabilities: said as unknown[] };
  const { capabilities, id, ...rest } = said as Record<string, unknown>;
  const hasOwnId = isText(id) && id !== '' && (id === key || !keys.has(id));
  return {
    id: hasOwnId ? id : key,
    ...rest,
    ...(capabilities !== undefined && { capabilities: isText(capabilities) ? [capabilities] : capabilities }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
