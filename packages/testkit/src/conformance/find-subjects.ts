import { isMediaConduitError, MediaConduitError } from '@mediaconduit/sdk';
import { findManifestSync, readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { resolve } from 'node:path';

/** What a folder holds that there are rules for. */
export interface Subjects {
  readonly provider: boolean;
  /** Folder of the service, the same or below. */
  readonly service?: string;
}

/** Looks for manifests. @throws `MC_FILE_NOT_FOUND` when there is none. */
export function findSubjects(folder: string): Subjects {
  const provider = findManifestSync(folder, 'provider') !== undefined;
  const own = findManifestSync(folder, 'service') === undefined ? undefined : folder;
  const service = own ?? (provider ? serviceBelow(folder) : undefined);
  if (provider || service !== undefined) return { provider, service };
  throw new MediaConduitError('MC_FILE_NOT_FOUND', `${folder} holds neither a provider nor a service.`, {
    hint: 'name the folder with MediaConduit.provider.yml or MediaConduit.service.yml',
    facts: { folder },
  });
}

function serviceBelow(folder: string): string | undefined {
  try {
    const identifier = readProviderManifestSync(folder)?.service?.identifier;
    return identifier?.startsWith('.') ? resolve(folder, identifier) : undefined;
  } catch (error) {
    if (isMediaConduitError(error)) return undefined; // MC-P01 says what is wrong
    throw error;
  }
}
