import { EngineSet, listedModels, type Runtime } from '@mediaconduit/runtime';
import { isMediaConduitError, parseCapability, type ModelInfo, type ProviderManifest } from '@mediaconduit/sdk';
import { readServiceDefinition, withOverrides } from '@mediaconduit/sdk/manifest';
import type { Session } from '../session';
import { readOptionSchema } from './option-schema';
import type { DescribedModel, DescribedService, ProviderFacts } from './provider-facts';
import { readPackageFacts } from './read-package-facts';
import { withoutSettings } from './without-settings';

/**
 * Loads the provider of a manifest and asks it for the options of its models. Keys are replaced by what is none, and
 * nothing is started.
 * @throws whatever loading it throws.
 */
export async function readProviderFacts(session: Session, manifest: ProviderManifest): Promise<ProviderFacts> {
  const runtime = session.openRuntime({
    environment: withoutSettings(session.environment, manifest),
    engines: new EngineSet({}),
    supervised: false,
  });
  return {
    manifest,
    package: await readPackageFacts(manifest.folder),
    models: await describeModels(session, runtime, manifest),
    service: await describeService(runtime, manifest),
  };
}

async function describeModels(
  session: Session,
  runtime: Runtime,
  manifest: ProviderManifest,
): Promise<DescribedModel[]> {
  const provider = await runtime.providers.getProvider(manifest.folder);
  const listed =
    manifest.models.length > 0 ? manifest.models : listedModels(provider).map((info) => listedByCode(info, manifest));
  const models: DescribedModel[] = [];
  for (const info of listed) models.push(await describeModel(session, runtime, { manifest, info }));
  return models;
}

/** What code says of a model may be anything; one that does not say what it can do can do what its provider can. */
function listedByCode(info: ModelInfo, manifest: ProviderManifest): ModelInfo {
  const { capabilities, description, id, name } = info as Readonly<Record<keyof ModelInfo, unknown>>;
  const own = (Array.isArray(capabilities) ? capabilities : []).flatMap((one) => parseCapability(String(one)) ?? []);
  return {
    id: String(id),
    name: String(name ?? id),
    capabilities: own.length > 0 ? [...new Set(own)] : manifest.capabilities,
    ...(typeof description === 'string' && { description }),
  };
}

async function describeModel(
  { output, signal }: Session,
  runtime: Runtime,
  { info, manifest }: { readonly info: ModelInfo; readonly manifest: ProviderManifest },
): Promise<DescribedModel> {
  signal.throwIfAborted();
  try {
    const { optionsSchema } = await runtime.model(manifest.folder, { model: info.id });
    return optionsSchema ? { info, options: readOptionSchema(optionsSchema.jsonSchema) } : { info };
  } catch (error) {
    // those of the original core ask their service for models, and none is started
    if (manifest.contract.max > 0 || !isMediaConduitError(error)) throw error;
    output.note(`the options of ${info.id} stay unknown: ${error.message}`);
    return { info };
  }
}

async function describeService(runtime: Runtime, manifest: ProviderManifest): Promise<DescribedService | undefined> {
  if (!manifest.service) return undefined;
  const { identifier, overrides } = manifest.service;
  const found = await runtime.services.define(identifier, manifest.folder);
  // as its files say it, whatever variables of the user name instead
  const own = found.folder === '' ? found : ((await readServiceDefinition(found.folder)) ?? found);
  const definition = overrides ? withOverrides(own, overrides) : own;
  if (!definition.docker) return { definition, containers: [] };
  try {
    return { definition, containers: await runtime.services.containersOf(definition) };
  } catch (error) {
    if (isMediaConduitError(error, 'MC_SERVICE_POLICY')) return { definition };
    throw error;
  }
}
