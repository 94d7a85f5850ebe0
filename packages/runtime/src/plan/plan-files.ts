import {
  MediaConduitError,
  toMediaConduitError,
  type ModelInfo,
  type ProviderManifest,
  type ServiceOverrides,
} from '@mediaconduit/sdk';
import { findManifestSync, readServiceDefinitionSync, withOverrides } from '@mediaconduit/sdk/manifest';
import { findEntry } from '../provider/modules/find-entry';
import { isTypeScript } from '../provider/modules/source-files';
import { requireManifest } from '../provider/require-manifest';
import { readPackageJson } from '../source/installed-packages';
import type { PlannedProvider, PlannedSource, PlannedVariable } from './plan';
import type { PlanHost } from './plan-host';
import { planService } from './plan-service';

/** A service that lies elsewhere and would have to be fetched. */
export interface ElsewhereService {
  readonly identifier: string;
  readonly overrides?: ServiceOverrides;
}

/** What the files of a package say. */
export interface PlannedFiles extends Pick<
  PlannedSource,
  'licence' | 'provider' | 'service' | 'environment' | 'problem'
> {
  readonly elsewhere?: ElsewhereService;
}

/** What lies in a folder and what its start would bring; runs none of it. */
export async function planFiles(folder: string, host: PlanHost, overrides?: ServiceOverrides): Promise<PlannedFiles> {
  let licence: string | undefined;
  try {
    licence = licenceOf(folder);
    const manifest = findManifestSync(folder, 'provider') === undefined ? undefined : requireManifest(folder);
    if (manifest) return { licence, ...(await planProvider(manifest, host)) };
    const service = readServiceDefinitionSync(folder);
    if (!service) throw neither(folder);
    const chosen = overrides ? withOverrides(service, overrides) : service;
    return { licence, environment: [], service: await planService(chosen, host) };
  } catch (error) {
    return { licence, environment: [], problem: toMediaConduitError(error) };
  }
}

async function planProvider(manifest: ProviderManifest, host: PlanHost): Promise<PlannedFiles> {
  const { capabilities, folder, id, models, name, service: reference, type } = manifest;
  const isolation = host.isolationOf(id);
  const downloads = downloadsOf(models);
  const provider: PlannedProvider = { id, name, type, capabilities, models: models.length, downloads, isolation };
  const facts = { provider, environment: variablesOf(manifest, host.environment) };
  try {
    const whole = { ...facts, provider: { ...provider, isCompiled: isTypeScript(findEntry(manifest)) } };
    if (!reference) return whole;
    const { identifier, overrides } = reference;
    const service = host.findService(identifier, folder, overrides);
    if (service) return { ...whole, service: await planService(service, host) };
    return { ...whole, elsewhere: { identifier, overrides } };
  } catch (error) {
    return { ...facts, problem: toMediaConduitError(error) };
  }
}

/** Providers without models of their own to download say nothing of sizes. */
function downloadsOf(models: readonly ModelInfo[]): PlannedProvider['downloads'] {
  if (models.every(({ downloadBytes }) => downloadBytes === undefined)) return undefined;
  return models.map(({ downloadBytes, id }) => ({ id, sizeBytes: downloadBytes }));
}

/** What a required one has as its default need not be set. */
function variablesOf({ environment }: ProviderManifest, values: NodeJS.ProcessEnv): PlannedVariable[] {
  return Object.entries(environment).map(([name, variable]) => ({
    name,
    description: variable.description,
    isRequired: variable.required && variable.default === undefined,
    isSecret: variable.secret,
    isSet: Boolean(values[name]),
  }));
}

/** Older packages write `{ type: 'MIT' }`. */
function licenceOf(folder: string): string | undefined {
  const { license } = (readPackageJson(folder) ?? {}) as { readonly license?: unknown };
  const text = typeof license === 'string' ? license : (Object(license) as { readonly type?: unknown }).type;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function neither(folder: string): MediaConduitError {
  return new MediaConduitError(
    'MC_PROVIDER_INVALID',
    `${folder} holds neither a MediaConduit.provider.yml nor a MediaConduit.service.yml.`,
    { hint: 'name the package, repository or folder of a provider or service', facts: { folder } },
  );
}
