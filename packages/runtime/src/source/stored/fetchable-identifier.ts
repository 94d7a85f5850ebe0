import type { GitIdentifier, Identifier, NpmIdentifier } from '../identifier';

/** What can be fetched from far away. */
export type FetchableIdentifier = NpmIdentifier | GitIdentifier;

/** Whether it names a package of a registry or a repository. */
export function isFetchable(identifier: Identifier): identifier is FetchableIdentifier {
  return identifier.kind === 'npm' || identifier.kind === 'git';
}
