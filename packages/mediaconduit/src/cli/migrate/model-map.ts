import type { Draft } from './draft';
import type { YamlText } from './yaml-text';

/** What a map of models says of all of them for people. */
export const SHARED = ['parameters', 'inputTypes', 'outputTypes'];
const NO_IDS = new Set([...SHARED, 'dynamic', 'capabilities']);

/** The models that a map has by their ids. */
export function modelIds(yaml: YamlText): string[] {
  return yaml.keys(['models']).filter((key) => !NO_IDS.has(key));
}

/** The models of a map that has them by their ids, as a list of today. */
export function listedModels(yaml: YamlText, draft: Draft): readonly Readonly<Record<string, unknown>>[] {
  const ids = modelIds(yaml);
  if (ids.length > 0) draft.note(`${yaml.file}: the map of models is a list now: ${ids.join(', ')}`);
  return ids.map((id) => modelOf(id, yaml.value(['models', id])));
}

/** A text is the name of the model, a list what it can do; anything else is kept for people. */
function modelOf(id: string, said: unknown): Readonly<Record<string, unknown>> {
  if (said === null || said === undefined) return { id };
  if (typeof said === 'string') return { id, name: said };
  if (Array.isArray(said)) return said.every(isText) ? { id, capabilities: said } : { id, metadata: { [id]: said } };
  if (typeof said !== 'object') return { id, metadata: { [id]: said } };
  const { capabilities, id: own, ...rest } = said as Record<string, unknown>;
  return {
    id: isText(own) && own !== '' ? own : id,
    ...rest,
    ...(capabilities !== undefined && { capabilities: isText(capabilities) ? [capabilities] : capabilities }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
