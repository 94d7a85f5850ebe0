import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { LOCK_FILE } from '../../lock-file/lock-file';
import { readLocked } from '../../lock-file/project-lock';
import { parseIdentifier, type Identifier } from '../identifier';
import type { Source, SourceTree } from '../source';
import type { createStoredPackages, StoredPackagesOptions } from './create-stored-packages';
import { isFetchable, type FetchableIdentifier } from './fetchable-identifier';
import type { LocalPackages } from './local-packages';
import { lockedTrees, treeHashOf, type LockedTree } from './locked-trees';
import type { StoredPackages } from './stored-packages';
import { treePlatform } from './tree-platform';

/* eslint-disable @typescript-eslint/no-require-imports -- loaded when something is stored, and when it is not yet */
const loadLocal = () => require('./local-packages') as { LocalPackages: typeof LocalPackages };
const load = () => require('./create-stored-packages') as { createStoredPackages: typeof createStoredPackages };
/* eslint-enable @typescript-eslint/no-require-imports */

type Kind = 'provider' | 'service';

/** Sources of what is fetched and stored; nothing that fetches is loaded before one is asked. */
export class StoredSources implements AsyncDisposable {
  /** Also finds providers of the lock file by their id. */
  readonly providers = this.#source('provider');
  /** Also finds services of the lock file by their id. */
  readonly services = this.#source('service');
  #packages: StoredPackages | undefined;
  #local: LocalPackages | undefined;

  constructor(private readonly options: StoredPackagesOptions) {
    if (this.#isLocked()) loadLocal(); // later it would keep the first provider waiting
  }

  get packages(): StoredPackages {
    return (this.#packages ??= load().createStoredPackages(this.options, this.#onThisMachine()));
  }

  /** What the lock file names, where it was fetched; nothing is compared or kept, see {@link keepFiles}. */
  findStored(identifier: Identifier): SourceTree | undefined {
    const found = this.#lockedTree(identifier);
    return found && existsSync(found.folder) ? { folder: found.folder, canonical: found.canonical } : undefined;
  }

  /** The id of the service that the lock file names by this identifier. */
  lockedServiceId(identifier: Identifier): string | undefined {
    return this.#lockedTree(identifier)?.entry.service;
  }

  /** Of a folder that is about to be run: one of the store is compared, fetched again if need be, and kept to the end. */
  async keepFiles(folder: string): Promise<void> {
    const hash = treeHashOf(folder, this.options.home);
    if (hash !== undefined) await this.packages.keep(hash);
  }

  /** Ends what is being fetched. */
  abort(): void {
    this.#packages?.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#packages?.[Symbol.asyncDispose]();
    await this.#local?.[Symbol.asyncDispose]();
  }

  #isLocked(): boolean {
    return existsSync(join(this.options.lockFolder, LOCK_FILE));
  }

  #onThisMachine(): LocalPackages {
    return (this.#local ??= new (loadLocal().LocalPackages)(this.options));
  }

  #source(kind: Kind): Source {
    return {
      name: 'packages and repositories',
      find: async (identifier, from) => {
        const fetchable = this.#fetchable(kind, identifier);
        return fetchable && this.#open(from, fetchable);
      },
      renew: async (identifier) => {
        const fetchable = this.#fetchable(kind, identifier);
        return fetchable && this.packages.renew(fetchable);
      },
    };
  }

  /** Until something is fetched, nothing of that is needed. */
  async #open(from: string, identifier: FetchableIdentifier): Promise<SourceTree> {
    const stored = this.#packages ? undefined : await this.#onThisMachine().open(identifier);
    return stored ?? this.packages.openFor(from, identifier);
  }

  #lockedTree({ canonical }: Identifier): LockedTree | undefined {
    const { home, lockFolder } = this.options;
    if (!this.#isLocked()) return undefined;
    return lockedTrees(lockFolder, home).find((one) => one.canonical === canonical);
  }

  #fetchable(kind: Kind, identifier: Identifier): FetchableIdentifier | undefined {
    if (isFetchable(identifier)) return identifier;
    const { lockFolder, projectFolder } = this.options;
    if (identifier.kind !== 'name' || !this.#isLocked()) return undefined;
    const locked = [...readLocked(lockFolder)].filter(([, entry]) => entry[kind] === identifier.name);
    const names = locked.map(([canonical]) => canonical);
    const trees = new Set(locked.map(([canonical, entry]) => entry.trees[treePlatform(entry)] ?? canonical));
    if (trees.size > 1) throw severalNamed(identifier.name, names); // else they are one thing by several names
    const found = names[0] === undefined ? undefined : parseIdentifier(names[0], projectFolder);
    return found && isFetchable(found) ? found : undefined;
  }
}

function severalNamed(id: string, identifiers: readonly string[]): MediaConduitError {
  const all = identifiers.join(' and ');
  return new MediaConduitError('MC_PROVIDER_CONFLICT', `The id "${id}" is that of ${all} in ${LOCK_FILE}.`, {
    hint: `use one of them instead of the id, or mediaconduit remove ${identifiers[0]}`,
    facts: { id, identifiers },
  });
}
