import { isFetchable, parseIdentifier, type FetchableIdentifier } from '@mediaconduit/runtime';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { Session } from './session';

/** @throws `MC_IDENTIFIER_INVALID`, `MC_USAGE` for what is no package and no repository. */
export function requireFetchable({ folder }: Session, text: string): FetchableIdentifier {
  const identifier = parseIdentifier(text, folder);
  if (isFetchable(identifier)) return identifier;
  const asPackage = identifier.kind === 'name' ? parseIdentifier(`npm:${text}`, folder) : undefined;
  throw new MediaConduitError('MC_USAGE', `${text} is no package and no repository.`, {
    hint: asPackage
      ? `for the package of that name: ${asPackage.canonical}`
      : 'a folder is used where it is, by its path',
    facts: { identifier: text },
  });
}
