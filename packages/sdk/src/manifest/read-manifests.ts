import type { ServiceDefinition } from '../service/service-definition';
import { findManifest, findManifestSync } from './find-manifest';
import { parseProviderManifest } from './parse-provider-manifest';
import { parseServiceDefinition } from './parse-service-definition';
import type { ProviderManifest } from './provider-manifest';
import { readManifestText, readManifestTextSync } from './read-manifest-text';
import { readPackageVersion, readPackageVersionSync } from './read-package-version';

/**
 * The provider manifest of a folder; `undefined` when it has none. Without a version it has that of the package.json
 * beside it.
 * @throws `MC_MANIFEST_INVALID`.
 */
export async function readProviderManifest(folder: string): Promise<ProviderManifest | undefined> {
  const file = await findManifest(folder, 'provider');
  if (file === undefined) return undefined;
  return parseProviderManifest(await readManifestText(file), { file, packageVersion: await readPackageVersion(file) });
}

/** As {@link readProviderManifest}, at once. */
export function readProviderManifestSync(folder: string): ProviderManifest | undefined {
  const file = findManifestSync(folder, 'provider');
  if (file === undefined) return undefined;
  return parseProviderManifest(readManifestTextSync(file), { file, packageVersion: readPackageVersionSync(file) });
}

/**
 * The service definition of a folder, for the platform we run on; `undefined` when it has none. Without a version it
 * has that of the package.json beside it.
 * @throws `MC_MANIFEST_INVALID`.
 */
export async function readServiceDefinition(folder: string): Promise<ServiceDefinition | undefined> {
  const file = await findManifest(folder, 'service');
  if (file === undefined) return undefined;
  return parseServiceDefinition(await readManifestText(file), { file, packageVersion: await readPackageVersion(file) });
}

/** As {@link readServiceDefinition}, at once. */
export function readServiceDefinitionSync(folder: string): ServiceDefinition | undefined {
  const file = findManifestSync(folder, 'service');
  if (file === undefined) return undefined;
  return parseServiceDefinition(readManifestTextSync(file), { file, packageVersion: readPackageVersionSync(file) });
}
