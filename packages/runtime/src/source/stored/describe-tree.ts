import { MediaConduitError, type ProviderManifest, type ServiceDefinition } from '@mediaconduit/sdk';
import type { LockedPackage } from '../../lock-file/locked-package';
import { parseIdentifier } from '../identifier';
import type { FetchedPackage } from './package-fetcher';
import { readManifestsApart } from './read-manifests-apart';
import { treePlatform } from './tree-platform';

/**
 * What a lock file says of a package that was fetched; none of its code has run.
 * @throws `MC_PROVIDER_INVALID` when it holds neither a provider nor a service, `MC_MANIFEST_INVALID`, `MC_CONTRACT_MISMATCH`.
 */
export async function describeTree(canonical: string, fetched: FetchedPackage): Promise<LockedPackage> {
  const { folder, hash } = fetched.tree;
  const { provider: manifest, service } = await readManifestsApart(folder);
  if (!manifest && !service) throw neither(canonical);
  const { dependencies, resolution, scripts } = fetched;
  return {
    provider: manifest?.id,
    service: service?.id,
    resolution,
    trees: { [treePlatform({ dependencies })]: hash },
    contract: manifest?.contract,
    usesService: manifest?.service && serviceOf(manifest.service.identifier),
    declared: declaredBy(manifest, service),
    scripts,
    allowedScripts: [],
    dependencies,
  };
}

function declaredBy(manifest?: ProviderManifest, service?: ServiceDefinition): LockedPackage['declared'] {
  const environment = new Set([
    ...Object.keys(manifest?.environment ?? {}),
    ...Object.keys(service?.environment ?? {}),
  ]);
  const capabilities = new Set([...(manifest?.capabilities ?? []), ...(service?.capabilities ?? [])]);
  return { capabilities: [...capabilities].sort(), environment: [...environment].sort() };
}

/** A folder stays as it is written: it is one in the tree. */
function serviceOf(text: string): string {
  const identifier = parseIdentifier(text, '/');
  return identifier.kind === 'folder' ? text : identifier.canonical;
}

function neither(canonical: string): MediaConduitError {
  return new MediaConduitError(
    'MC_PROVIDER_INVALID',
    `${canonical} holds neither a MediaConduit.provider.yml nor a MediaConduit.service.yml.`,
    { hint: 'name the package or repository of a provider or service', facts: { identifier: canonical } },
  );
}
