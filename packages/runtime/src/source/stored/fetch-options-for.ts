import type { FetchOptions } from '../fetch/fetcher';
import type { StoredPackagesParts } from './stored-packages-parts';

/** How something is fetched: whom it tells, and how old versions have to be. */
export function fetchOptionsFor(
  identifier: string,
  minReleaseAgeMs: number | undefined,
  { events, releaseAge, signal }: Pick<StoredPackagesParts, 'events' | 'releaseAge'> & Pick<FetchOptions, 'signal'>,
): FetchOptions {
  const { exclude, minimumMs: usual } = releaseAge;
  const minimumMs = minReleaseAgeMs ?? usual;
  return {
    signal,
    onProgress: (message) => events.emit('fetch-progress', { identifier, message }),
    ...(minimumMs > 0 && { releaseAge: { minimumMs, exclude } }),
  };
}
