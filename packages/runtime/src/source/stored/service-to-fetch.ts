import type { LockedPackage, LockedPackages } from '../../lock-file/locked-package';
import { serviceIdOf } from '../../service/service-variable';
import { fetchableFrom, type FetchableIdentifier } from './fetchable-identifier';
import type { StoredPackagesParts } from './stored-packages-parts';

/** The service of a provider, unless it is a folder or installed, or the user has something else instead of it. */
export function serviceToFetch(
  { usesService }: LockedPackage,
  locked: LockedPackages,
  { isReplaced }: Pick<StoredPackagesParts, 'isReplaced'>,
): FetchableIdentifier | undefined {
  const service = usesService === undefined ? undefined : fetchableFrom(usesService);
  if (!service) return undefined;
  return isReplaced(locked.get(service.canonical)?.service ?? serviceIdOf(service)) ? undefined : service;
}
