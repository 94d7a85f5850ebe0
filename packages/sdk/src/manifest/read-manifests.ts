import type { ServiceDefinition } from '../service/service-definition';
import { findManifest, findManifestSync } from './find-manifest';
import { parseProviderManifest } from './parse-provider-manifest';
import { parseServiceDefinition } from './parse-service-definition';
import type { ProviderManifest } from './provider-manifest';
import { readManifestText, readManifestTextSync } from './read-manifest-text';

/**
 * The provider manifest of a folder; `undefined` when it has none.
 * @throws `MC_MANIFEST_INVALID`.
 */
export async function readProviderManifest(folder: string): Promise<ProviderManifest | undefined> {
  const file = await findManifest(folder, 'provider');
  return file === undefined ? undefined : parseProviderManifest(await readManifestText(file), { file });
}

/** As {@link readProviderManifest}, at once. */
export function readProviderManifestSync(folder: string): ProviderManifest | undefined {
  const file = findManifestSync(folder, 'provider');
  return file === undefined ? undefined : parseProviderManifest(readManifestTextSync(file), { file });
}

/**
 * The service definition of a folder, for the platform we run on; `undefined` when it has none.
 * @throws `MC_MANIFEST_INVALID`.
 */
export async function readServiceDefinition(folder: string): Promise<ServiceDefinition | undefined> {
  const file = await findManifest(folder, 'service');
  return file === undefined ? undefined : parseServiceDefinition(await readManifestText(file), { file });
}

/** As {@link readServiceDefinition}, at once. */
export function readServiceDefinitionSync(folder: string): ServiceDefinition | undefined {
  const file = findManifestSync(folder, 'service');
  return file === undefined ? undefined : parseServiceDefinition(readManifestTextSync(file), { file });
}
