import { parseCapability, type Capability, type Model, type Provider } from '@mediaconduit/sdk';
import type { InstalledProvider } from '../catalog/installed-provider';
import type { ProviderCatalog } from '../catalog/provider-catalog';
import type { ActiveProvider } from '../refresh/active-provider';
import { readList } from '../read-list';
import type { ProviderCandidate } from './provider-candidate';

/** A provider in use, or one that was made by hand. */
export type InUse = Pick<ActiveProvider, 'provider' | 'folder' | 'manifest'>;

/** Those that offer a capability: what is installed, by its manifest, and what is in use or made by hand, by its word. */
export function listCandidates(
  capability: Capability,
  catalog: ProviderCatalog,
  inUse: readonly InUse[],
): ProviderCandidate[] {
  const installed = catalog.candidates(capability, (one) => installedCandidate(one, catalog));
  const active = new Map(inUse.map((one) => [one.folder, one.provider]));
  const known = installed.map((one) => (active.has(one.folder) ? { ...one, active: active.get(one.folder) } : one));
  const folders = new Set(inUse.length === 0 ? [] : installed.map(({ folder }) => folder));
  const others = inUse.filter(({ provider, folder }) => !folders.has(folder) && offers(provider, capability));
  return [...known, ...others.map(activeCandidate)];
}

function installedCandidate(installed: InstalledProvider, catalog: ProviderCatalog): ProviderCandidate {
  const { id, packageName, folder, type = 'remote', price, requiredVariables } = installed;
  const key = catalog.named(id).length > 1 ? packageName : id;
  return { id, key, packageName, folder, type, price, requiredVariables, installed };
}

function activeCandidate({ provider, folder, manifest }: InUse): ProviderCandidate {
  const { id, type } = provider;
  const requiredVariables = Object.entries(manifest?.environment ?? {}).flatMap(([name, variable]) =>
    variable.required && !variable.default ? [name] : [],
  );
  return { id, key: id, folder, type, requiredVariables, active: provider };
}

/** By the word of the provider, or of its models where it lists none itself. */
function offers(provider: Provider, wanted: Capability): boolean {
  const models = readList(provider, 'models').flatMap((model) => readList(model as Partial<Model>, 'capabilities'));
  const said = [...readList(provider, 'capabilities'), ...models];
  return said.some((one) => parseCapability(String(one)) === wanted);
}
