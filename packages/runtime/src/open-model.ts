import {
  MediaConduitError,
  didYouMean,
  isMediaConduitError,
  messageOf,
  parseCapability,
  type Capability,
  type Model,
  type ModelInfo,
  type Provider,
} from '@mediaconduit/sdk';
import { listedModels, refreshModels } from './provider/listed-models';
import type { ProviderRegistry } from './provider/provider-registry';

/** Which model of a provider is wanted. */
export interface ModelChoice<C extends Capability = Capability> {
  /** Model id, for providers named by anything but an installed id. */
  readonly model?: string;
  /** The model must have it; without a model id, the first one that has it is taken. A literal types the call. */
  readonly capability?: C;
}

const PROVIDER_AND_MODEL = /^([a-z][a-z0-9-]*):(.+)$/s;
const SCHEMES = new Set(['github', 'npm', 'file', 'http', 'https']);

/** Splits `provider:model`; only an installed id may stand before the first colon, so `ollama:llama3.2:1b` works. */
export function splitReference(reference: string): { provider: string; model?: string } {
  const [, provider, model] = PROVIDER_AND_MODEL.exec(reference) ?? [];
  return provider === undefined || SCHEMES.has(provider) ? { provider: reference } : { provider, model };
}

/**
 * Loads a provider and opens one of its models, named by its id or by what it does (`ffmpeg:video-to-audio`); starts no
 * service.
 * @throws `MC_PROVIDER_NOT_FOUND`, `MC_MODEL_NOT_FOUND` (also when it lacks the capability), `MC_CONFIG_MISSING`.
 */
export async function openModel<C extends Capability>(
  providers: ProviderRegistry,
  reference: string,
  choice: ModelChoice<C> = {},
): Promise<Model<C>> {
  const { provider: identifier, model: named } = splitReference(reference);
  const provider = await providers.getProvider(identifier);
  const { capability } = choice;
  const wanted = choice.model ?? (named === undefined ? undefined : (modelFor(provider, named) ?? named));
  const model = await getModel(provider, wanted ?? (await firstModel(provider, capability)));
  if (capability !== undefined && !offers(model.capabilities, capability)) throw lacks(provider, model.id, capability);
  return model as unknown as Model<C>; // its capabilities were just checked
}

/** Providers of the original core throw whatever they like. */
async function getModel(provider: Provider, id: string): Promise<Model> {
  try {
    return await provider.getModel(id);
  } catch (error) {
    if (isMediaConduitError(error)) throw error;
    const known = listedModels(provider).map((model) => model.id);
    const isUnknown = known.length > 0 && !known.includes(id);
    throw new MediaConduitError(
      isUnknown ? 'MC_MODEL_NOT_FOUND' : 'MC_PROVIDER_FAILED',
      `Provider "${provider.id}" did not give the model "${id}": ${messageOf(error)}`,
      {
        hint: isUnknown ? (didYouMean(id, known) ?? `models of ${provider.id}: ${known.join(', ')}`) : undefined,
        facts: { provider: provider.id, model: id, models: known },
        cause: error,
      },
    );
  }
}

/** `ffmpeg:video-to-audio` is the first model for that, unless one has it as its id. */
function modelFor(provider: Provider, word: string): string | undefined {
  const capability = parseCapability(word);
  if (capability === undefined || provider.models.some(({ id }) => id === word)) return undefined;
  return provider.getModelsForCapability(capability)[0]?.id;
}

function offers(capabilities: readonly string[] | undefined, wanted: string): boolean {
  return capabilities === undefined || capabilities.some((one) => parseCapability(one) === parseCapability(wanted));
}

async function firstModel(provider: Provider, capability: Capability | undefined): Promise<string> {
  const list = (): readonly ModelInfo[] =>
    capability === undefined ? listedModels(provider) : provider.getModelsForCapability(capability);
  const [first] = list();
  if (first) return first.id;
  const known = (await refreshModels(provider)).find(
    (model) => capability === undefined || offers(model.capabilities, capability),
  );
  if (known) return known.id;
  throw capability === undefined
    ? new MediaConduitError('MC_MODEL_NOT_FOUND', `Provider "${provider.id}" lists no models.`, {
        hint: `name one: ${provider.id}:<model>`,
        facts: { provider: provider.id },
      })
    : lacks(provider, undefined, capability);
}

function lacks(provider: Provider, model: string | undefined, capability: string): MediaConduitError {
  const who =
    model === undefined ? `Provider "${provider.id}" has no model` : `Model ${model} of ${provider.id} is none`;
  const known = [...new Set(provider.capabilities)];
  return new MediaConduitError('MC_MODEL_NOT_FOUND', `${who} for ${capability}.`, {
    hint: didYouMean(capability, known) ?? `${provider.id} offers: ${known.join(', ')}`,
    facts: { provider: provider.id, model, capability, offers: known },
  });
}
