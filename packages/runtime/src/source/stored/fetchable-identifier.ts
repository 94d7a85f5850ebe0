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
