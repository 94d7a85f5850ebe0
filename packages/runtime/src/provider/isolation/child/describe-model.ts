import type { Model } from '@mediaconduit/sdk';
import { OPTIONAL_MODEL_METHODS, type ModelSnapshot } from '../isolation-messages';
import { plainCopy } from '../wire/plain-copy';

/** What the runtime gets to know of a model at once; `undefined` when there is none. */
export function describeModel(model: Model | undefined): ModelSnapshot | undefined {
  if (typeof model !== 'object' || model === null) return undefined;
  const { id, name, capabilities, info } = model as Model & { readonly info?: ModelSnapshot['info'] };
  const methods = OPTIONAL_MODEL_METHODS.filter(
    (method) => typeof (model as unknown as Record<string, unknown>)[method] === 'function',
  );
  const optionsSchema = model.optionsSchema?.jsonSchema;
  return {
    ...{ id, name, capabilities, methods },
    info: plainCopy(info) as ModelSnapshot['info'],
    optionsSchema: plainCopy(optionsSchema) as ModelSnapshot['optionsSchema'],
  };
}
