import { readLocked } from '../../lock-file/project-lock';
import { createTreeStore } from '../../store/create-tree-store';
import type { SourceTree } from '../source';
import type { FetchableIdentifier } from './fetchable-identifier';
import { HeldTrees } from './held-trees';
import { requireOwnResolution } from './own-resolution';
import { ProjectList } from './project-list';
import { treePlatform } from './tree-platform';

/** What a project has on this machine. */
export interface LocalPlace {
  /** Where the lock file lies. */
  readonly lockFolder: string;
  readonly home: string;
}

/** Packages that are locked and stored: all that most programs ever open, so it knows nothing of fetching. */
export class LocalPackages implements AsyncDisposable {
  readonly trees: HeldTrees;
  /** Where the project is written down, so that nothing of it is collected. */
  readonly projects: ProjectList;
  readonly #opening = new Set<Promise<unknown>>();

  constructor(private readonly place: LocalPlace) {
    const { home } = place;
    this.trees = new HeldTrees(createTreeStore(home), home);
    this.projects = new ProjectList(home);
  }

  /**
   * The tree of an identifier as the lock file says; `undefined` for what is not locked, or not stored.
   * @throws `MC_INTEGRITY` for an entry of the lock file that names something else.
   */
  open(identifier: FetchableIdentifier): Promise<SourceTree | undefined> {
    const opening = this.#open(identifier).finally(() => this.#opening.delete(opening));
    this.#opening.add(opening);
    return opening;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#opening);
    await this.trees[Symbol.asyncDispose]();
  }

  async #open(identifier: FetchableIdentifier): Promise<SourceTree | undefined> {
    const { canonical } = identifier;
    const { lockFolder } = this.place;
    const locked = readLocked(lockFolder).get(canonical);
    if (locked) requireOwnResolution(identifier, locked);
    const hash = locked?.trees[treePlatform(locked)];
    const folder = hash === undefined ? undefined : await this.trees.folderOf(hash);
    if (folder === undefined) return undefined;
    await this.projects.add(lockFolder);
    return { folder, canonical, isolation: locked?.isolation };
  }
}
