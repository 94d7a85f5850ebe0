import { lockPlace } from '../../lock-file/lock-turn';
import { ProjectLock } from '../../lock-file/project-lock';
import type { RuntimeEmitter } from '../../runtime-events';
import { createTreeStore } from '../../store/create-tree-store';
import { createGitFetcher } from '../git/git-fetcher';
import { NpmFetcher } from '../npm/npm-fetcher';
import { AgedRepositories } from '../release-age/aged-repositories';
import { SeenCommits } from '../release-age/seen-commits';
import { readSourceSettings } from '../source-settings';
import { HeldTrees } from './held-trees';
import { PackageFetcher } from './package-fetcher';
import { ProjectList } from './project-list';
import { StoredPackages } from './stored-packages';

/** What a runtime knows. */
export interface StoredPackagesOptions {
  readonly projectFolder: string;
  /** Where the lock file lies. */
  readonly lockFolder: string;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly events: RuntimeEmitter;
}

/** The packages of a project, with the registries, mirrors and locks of this machine. */
export function createStoredPackages(options: StoredPackagesOptions): StoredPackages {
  const { environment, events, home, lockFolder, projectFolder } = options;
  const place = lockPlace(lockFolder, options);
  const { mirrors, gitCredentials: credentials, releaseAge } = readSourceSettings(options);
  const npm = new NpmFetcher({ projectFolder, home, environment });
  const git = new AgedRepositories(createGitFetcher({ environment, mirrors, credentials }), new SeenCommits(home));
  const store = createTreeStore(home);
  const fetcher = new PackageFetcher({
    fetchers: [npm, git],
    installDependencies: (folder, fetchOptions) => npm.installDependencies(folder, fetchOptions),
    store,
  });
  return new StoredPackages({
    ...{ home, fetcher, events, turns: place.turns, releaseAge },
    lock: new ProjectLock(place),
    trees: new HeldTrees(store, home),
    projects: new ProjectList(home),
    isFrozen: isSet(environment['MEDIACONDUIT_FROZEN_LOCK']),
  });
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}
