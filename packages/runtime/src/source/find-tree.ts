import { MediaConduitError } from '@mediaconduit/sdk';
import type { Identifier } from './identifier';
import { npmInstallCommand } from './npm-install-command';
import type { RenewedTree, Source, SourceTree } from './source';

/**
 * Asks each source in turn. `undefined` when none knows the identifier.
 * @throws `MC_SOURCE_UNSUPPORTED` for a repository, a URL or a package range that only a fetching source could get.
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
  if (identifier.kind === 'git') throw unsupported(identifier.canonical, 'clone it and name its folder');
  if (identifier.kind === 'npm') throw unsupported(identifier.canonical, npmInstallCommand(identifier));
  if (identifier.kind === 'address') throw unsupported(identifier.canonical, 'download it and name its folder');
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

function unsupported(canonical: string, hint: string): MediaConduitError {
  return new MediaConduitError(
    'MC_SOURCE_UNSUPPORTED',
    `${canonical} is not installed, and this version does not fetch it by itself.`,
    {
      hint,
      facts: { identifier: canonical },
    },
  );
}
