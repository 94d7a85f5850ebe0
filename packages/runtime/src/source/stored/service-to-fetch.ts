import type { LockedPackage, LockedPackages } from '../../lock-file/locked-package';
import { serviceIdOf } from '../../service/service-variable';
import { findLocalFolder } from '../find-local-folder';
import { isInside } from '../is-inside';
import { fetchableFrom, type FetchableIdentifier } from './fetchable-identifier';
import type { StoredPackagesParts } from './stored-packages-parts';

/** A provider that was fetched. */
interface FetchedProvider {
  readonly entry: Pick<LockedPackage, 'usesService'>;
  /** Of its files. */
  readonly folder: string;
}

/** The service of a provider, unless the provider brings it along, or the user has something else instead of it. */
export function serviceToFetch(
  provider: FetchedProvider,
  locked: LockedPackages,
  { isReplaced }: Pick<StoredPackagesParts, 'isReplaced'>,
): FetchableIdentifier | undefined {
  const service = farService(provider);
  if (!service) return undefined;
  return isReplaced(locked.get(service.canonical)?.service ?? serviceIdOf(service)) ? undefined : service;
}

/** The service that a provider names and does not bring along, as a folder or as a dependency. */
export function farService({ entry: { usesService }, folder }: FetchedProvider): FetchableIdentifier | undefined {
  const service = usesService === undefined ? undefined : fetchableFrom(usesService);
  if (!service) return undefined;
  const local = findLocalFolder(service.canonical, folder);
  return local !== undefined && isInside(folder, local) ? undefined : service;
}
