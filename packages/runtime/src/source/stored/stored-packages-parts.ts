import type { MediaConduitError } from '@mediaconduit/sdk';
import type { EngineSet } from '../../engine/engine-set';
import type { KernelLock } from '../../lock/kernel-lock';
import type { LockedPackage } from '../../lock-file/locked-package';
import type { ProjectLock } from '../../lock-file/project-lock';
import type { PlanHost } from '../../plan/plan-host';
import type { Isolation } from '../../provider/isolation/isolation-limits';
import type { RuntimeEmitter } from '../../runtime-events';
import type { Resolution } from '../fetch/fetcher';
import type { ReleaseAge } from '../release-age/release-age';
import type { SourceTree } from '../source';
import type { HeldTrees } from './held-trees';
import type { LocalPackages } from './local-packages';
import type { PackageFetcher } from './package-fetcher';
import type { ProjectList } from './project-list';

/** What the packages of a project are made from. */
export interface StoredPackagesParts {
  readonly home: string;
  readonly lock: ProjectLock;
  readonly trees: HeldTrees;
  readonly local: LocalPackages;
  /** Made when something is not stored yet. */
  readonly fetcher: () => PackageFetcher;
  readonly events: RuntimeEmitter;
  /** Keeps two programs from fetching the same; missing where the machine has no such locks. */
  readonly turns?: KernelLock;
  /** Where the project is written down, so that nothing of it is collected. */
  readonly projects: ProjectList;
  /** Whether the user has something else instead of the service of this id, which need not be fetched then. */
  readonly isReplaced: (serviceId: string) => boolean;
  /** Nothing that the lock file does not name is added to it. */
  readonly isFrozen: boolean;
  /** How old versions have to be before they are taken. */
  readonly releaseAge: ReleaseAge;
  readonly planHost: (signal: AbortSignal) => PlanHost;
  /** Where the container images of services are. */
  readonly engines: EngineSet;
}

/** What an identifier means now. */
export interface RenewedPackage extends SourceTree {
  readonly entry: LockedPackage;
  /** False when the lock file says the same. */
  readonly isNew: boolean;
}

/** How an identifier is resolved. */
export interface TakeOptions {
  /** Younger versions are not taken; 0 for any age. Default: what the settings of the home say. */
  readonly minReleaseAgeMs?: number;
}

/** How entries of the lock file are updated. */
export interface UpdateOptions extends TakeOptions {
  /** Ends it between two of them. */
  readonly signal?: AbortSignal;
  /** As soon as it is known what became of one. */
  readonly onUpdated?: (one: UpdatedPackage) => void;
}

/** What `update` has done for an entry of the lock file. */
export interface UpdatedPackage {
  readonly identifier: string;
  /** Missing for what the lock file did not name. */
  readonly from?: Resolution;
  /** The same where there is nothing newer. */
  readonly to?: Resolution;
  /** Why it stays as it was. */
  readonly problem?: MediaConduitError;
}

/** How something is added. */
export interface AddOptions extends TakeOptions {
  /** How the provider is to run, written into its entry. Default: as before, `none` for a new one. */
  readonly isolation?: Isolation;
}

/** What `install` has done for an entry of the lock file. */
export interface InstalledPackage {
  readonly identifier: string;
  /** `stored` was there already, and every file of it is right. */
  readonly state: 'stored' | 'fetched';
}
