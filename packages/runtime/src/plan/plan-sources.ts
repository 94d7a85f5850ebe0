import type { LockedPackage, LockedPackages } from '../lock-file/locked-package';
import type { LookedAt, Resolution, ResolvedRelease } from '../source/fetch/fetcher';
import type { FetchableIdentifier } from '../source/stored/fetchable-identifier';

/** What a plan asks of the packages of a project; nothing of it stays. */
export interface PlanSources {
  locked(): Promise<LockedPackages>;
  /** The folder of its tree in the store; it is not checked. */
  folderOf(locked: LockedPackage): string | undefined;
  /** What it means now. */
  resolve(identifier: FetchableIdentifier): Promise<ResolvedRelease>;
  /** Puts the package alone into an empty folder. */
  look(identifier: FetchableIdentifier, resolution: Resolution, folder: string): Promise<LookedAt>;
}
