import { createGitFetcher } from '../git/git-fetcher';
import { NpmFetcher } from '../npm/npm-fetcher';
import { AgedRepositories } from '../release-age/aged-repositories';
import { SeenCommits } from '../release-age/seen-commits';
import type { SourceSettings } from '../source-settings';
import type { StoredPackagesOptions } from './create-stored-packages';
import type { HeldTrees } from './held-trees';
import { PackageFetcher } from './package-fetcher';

/** What brings packages from the registries and mirrors of this machine. */
export function createPackageFetcher(
  { environment, home, projectFolder, spareWorker }: StoredPackagesOptions,
  { gitCredentials: credentials, mirrors }: SourceSettings,
  trees: HeldTrees,
): PackageFetcher {
  const npm = new NpmFetcher({ projectFolder, home, environment, spareWorker });
  const git = new AgedRepositories(createGitFetcher({ environment, mirrors, credentials }), new SeenCommits(home));
  return new PackageFetcher({
    fetchers: [npm, git],
    installDependencies: (folder, fetchOptions) => npm.installDependencies(folder, fetchOptions),
    lookAtDependencies: (folder, fetchOptions) => npm.lookAtDependencies(folder, fetchOptions),
    trees,
  });
}
