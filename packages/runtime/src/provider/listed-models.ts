import type { ModelInfo, Provider } from '@mediaconduit/sdk';

/** How providers of the original core are asked: methods of the same name mean something else there. */
const asked = new WeakMap<Provider, () => Promise<void>>();

/** Some keep `models` empty for ever and list them by capability, when they have asked their service. */
export function listedModels(provider: Provider): readonly ModelInfo[] {
  if (provider.models?.length > 0) return provider.models;
  const lists = provider.capabilities.map((capability) => provider.getModelsForCapability(capability));
  return [...new Map(lists.flat().map((model) => [model.id, model])).values()];
}

/** From now on {@link refreshModels} waits for `ask` instead of calling a method of the provider. */
export function askBeforeListing(provider: Provider, ask: () => Promise<void>): void {
  asked.set(provider, ask);
}

/** The models of a provider after its service was asked, which is started for it. */
export async function refreshModels(provider: Provider): Promise<readonly ModelInfo[]> {
  const ask = asked.get(provider);
  if (!ask) return (await provider.refreshModels?.()) ?? listedModels(provider);
  await ask();
  return listedModels(provider);
}
