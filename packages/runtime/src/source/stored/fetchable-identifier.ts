import { MediaConduitError } from '@mediaconduit/sdk';
import { LOCK_FILE } from '../../lock-file/lock-file';
import { parseIdentifier, type GitIdentifier, type Identifier, type NpmIdentifier } from '../identifier';

/** What can be fetched from far away. */
export type FetchableIdentifier = NpmIdentifier | GitIdentifier;

/** Whether it names a package of a registry or a repository. */
export function isFetchable(identifier: Identifier): identifier is FetchableIdentifier {
  return identifier.kind === 'npm' || identifier.kind === 'git';
}

/** A canonical identifier of one; `undefined` for anything else. */
export function fetchableFrom(canonical: string): FetchableIdentifier | undefined {
  const identifier = parseIdentifier(canonical, '/');
  return isFetchable(identifier) ? identifier : undefined;
}

/** @throws `MC_NOT_LOCKED` for what can be no key of a lock file. */
export function requireFetchable(canonical: string): FetchableIdentifier {
  const identifier = parseIdentifier(canonical, '/');
  if (isFetchable(identifier)) return identifier;
  throw new MediaConduitError('MC_NOT_LOCKED', `${LOCK_FILE} cannot name ${canonical}: nothing fetches it.`, {
    hint: 'name a package or repository by its identifier, as the lock file does',
    facts: { identifier: canonical },
  });
}
