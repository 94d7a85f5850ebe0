import { parseIdentifier, type LockedPackages } from '@mediaconduit/runtime';
import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import type { Session } from './session';

/**
 * The entry of the lock file that any spelling or id means, as its canonical identifier.
 * @throws `MC_NOT_LOCKED`, `MC_PROVIDER_CONFLICT` for an id of several.
 */
export function findLocked({ folder }: Session, locked: LockedPackages, text: string): string {
  if (locked.has(text)) return text; // also one that is no identifier, so that it can be taken out
  const { canonical } = parseIdentifier(text, folder);
  if (locked.has(canonical)) return canonical;
  const named = [...locked].filter(([, { provider, service }]) => text === provider || text === service);
  const [found, ...others] = named.map(([name]) => name);
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined)
    throw new MediaConduitError('MC_PROVIDER_CONFLICT', `"${text}" is the id of ${[found, ...others].join(' and ')}.`, {
      hint: 'name one of them by its identifier',
      facts: { id: text, identifiers: [found, ...others] },
    });
  const known = [...locked].flatMap(([name, { provider, service }]) =>
    [name, provider, service].filter((one) => one !== undefined),
  );
  throw new MediaConduitError('MC_NOT_LOCKED', `mediaconduit.lock does not name ${text}.`, {
    hint:
      didYouMean(text, known) ?? (known.length > 0 ? `it names ${[...locked.keys()].join(', ')}` : 'it names nothing'),
    facts: { identifier: text, locked: [...locked.keys()] },
  });
}
