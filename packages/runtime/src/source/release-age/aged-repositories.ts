import type { Fetcher, FetchOptions, ResolvedRelease } from '../fetch/fetcher';
import { isCommit } from '../git/parse-git-identifier';
import type { Identifier } from '../identifier';
import { isExcluded } from './release-age';
import type { SeenCommits } from './seen-commits';
import { tooYoung } from './too-young';

/** A fetcher of repositories that takes a commit only when this home has seen it long enough ago. */
export class AgedRepositories implements Fetcher {
  readonly name = 'git';

  constructor(
    private readonly fetcher: Fetcher,
    private readonly seen: SeenCommits,
  ) {}

  handles(identifier: Identifier): boolean {
    return this.fetcher.handles(identifier);
  }

  fetch(...call: Parameters<Fetcher['fetch']>): ReturnType<Fetcher['fetch']> {
    return this.fetcher.fetch(...call);
  }

  async resolve(identifier: Identifier, options: FetchOptions): Promise<ResolvedRelease> {
    const resolution = await this.fetcher.resolve(identifier, options);
    const { releaseAge, taken } = options;
    const { commit } = resolution;
    if (identifier.kind !== 'git' || releaseAge === undefined || commit === undefined) return resolution;
    const { ref = '', repository } = identifier;
    const isChosen = isCommit(ref) || commit === taken?.commit;
    if (isChosen || isExcluded(repository, releaseAge.exclude)) return resolution;
    const since = await this.seen.since(repository, commit, options.isGlance);
    const allowed = Date.parse(since) + releaseAge.minimumMs;
    if (allowed <= this.seen.now()) return resolution;
    const young = { version: commit, since, allowedAt: new Date(allowed).toISOString() };
    if (taken) return { ...taken, passedOver: young };
    throw tooYoung({
      ...young,
      ...{ name: repository, wanted: identifier.canonical, minimumMs: releaseAge.minimumMs },
      instead: `${repository}#${commit}`,
    });
  }
}
