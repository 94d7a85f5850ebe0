import { MediaConduitError } from '@mediaconduit/sdk';
import type { Identifier } from './identifier';
import type { RenewedTree, Source, SourceTree } from './source';

/**
 * Asks each source in turn. `undefined` when none knows the identifier.
 * @throws `MC_SOURCE_UNSUPPORTED` for a URL that is no repository.
 */
export async function findTree(
  sources: readonly Source[],
  identifier: Identifier,
  from: string,
): Promise<SourceTree | undefined> {
  for (const source of sources) {
    const tree = await source.find(identifier, from);
    if (tree) return tree;
  }
  if (identifier.kind === 'address') throw unsupported(identifier.canonical);
  return undefined;
}

/** As {@link findTree}, for what the identifier means now: sources that remember ask again. */
export async function renewTree(
  sources: readonly Source[],
  identifier: Identifier,
  from: string,
): Promise<RenewedTree | undefined> {
  const asking = sources.map((source): Source => {
    const find: Source['find'] = source.renew?.bind(source) ?? source.find.bind(source);
    return { name: source.name, find };
  });
  return findTree(asking, identifier, from);
}

function unsupported(canonical: string): MediaConduitError {
  return new MediaConduitError('MC_SOURCE_UNSUPPORTED', `${canonical} is no repository and no package.`, {
    hint: 'a repository ends in .git; anything else has to be downloaded: name its folder then',
    facts: { identifier: canonical },
  });
}
