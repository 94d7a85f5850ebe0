import { isMediaConduitError, type ProviderManifest, type ServiceDefinition } from '@mediaconduit/sdk';
import { findManifestSync, readServiceDefinition, withOverrides } from '@mediaconduit/sdk/manifest';
import { requireManifest } from '../provider/require-manifest';
import { findLocalFolder } from '../source/find-local-folder';
import { parseIdentifier } from '../source/identifier';
import { isInside } from '../source/is-inside';

/** The folder of a package; the files of its services are in it, or in that of another one. */
export interface PackageFolder {
  readonly identifier: string;
  readonly folder: string;
}

/**
 * The services that packages hold, and that their providers start, as these want them. Those that cannot be read are
 * passed over: they say so when they are started.
 */
export async function servicesOf(packages: readonly PackageFolder[]): Promise<ServiceDefinition[]> {
  const found: ServiceDefinition[] = [];
  for (const { folder } of packages) {
    const own = await readOrNothing(folder);
    const named = await namedBy(folder, packages);
    found.push(...[own, named].filter((one) => one !== undefined));
  }
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** The service that a provider names, where its files are in one of the packages. */
async function namedBy(folder: string, packages: readonly PackageFolder[]): Promise<ServiceDefinition | undefined> {
  const service = manifestIn(folder)?.service;
  if (!service) return undefined;
  const local = findLocalFolder(service.identifier, folder);
  const { canonical } = parseIdentifier(service.identifier, folder);
  // Node.js also finds what lies in the `node_modules` of folders above
  const inside = local !== undefined && isInside(folder, local) ? local : undefined;
  const place = inside ?? packages.find(({ identifier }) => identifier === canonical)?.folder;
  const definition = place === undefined ? undefined : await readOrNothing(place);
  return definition && service.overrides ? withOverrides(definition, service.overrides) : definition;
}

function manifestIn(folder: string): ProviderManifest | undefined {
  return findManifestSync(folder, 'provider') === undefined ? undefined : requireManifest(folder);
}

async function readOrNothing(folder: string): Promise<ServiceDefinition | undefined> {
  try {
    return await readServiceDefinition(folder);
  } catch (error) {
    if (isMediaConduitError(error)) return undefined;
    throw error;
  }
}
