import type { Identifier } from '../identifier';
import type { PassedOver, ReleaseAge } from '../release-age/release-age';

/** Exactly one version of a package or repository: what an identifier means today, or what the lock file says. */
export interface Resolution {
  /** Never changes its meaning: `npm:name@1.2.3`, `github:owner/repository#<commit>`, `git+https://…#<commit>`. */
  readonly canonical: string;
  /** Where it is got from, without credentials: the URL of a tarball or of a repository. */
  readonly resolved: string;
  readonly version?: string;
  readonly commit?: string;
  /** Of the tarball, as `sha512-…`; absent for repositories, whose commit is checked. */
  readonly integrity?: string;
  /** ISO 8601; absent where the source does not tell. */
  readonly publishedAt?: string;
  /** Of the tarball as far as the source tells, unpacked. */
  readonly sizeBytes?: number;
}

/** What an identifier means now. */
export interface ResolvedRelease extends Resolution {
  /** A newer one that is too young. */
  readonly passedOver?: PassedOver;
}

/** A script that a package wants to run when it is installed; none has run. */
export interface InstallScript {
  readonly package: string;
  readonly name: string;
  readonly command: string;
}

/** One package below another one's `node_modules`; with all of them the same tree can be made again. */
export interface PinnedPackage {
  /** Below the folder of the whole package, with `/`: `node_modules/axios`. */
  readonly path: string;
  /** As the registry calls it; the folder of an alias is called otherwise. */
  readonly name: string;
  readonly version: string;
  /** URL of the tarball, without credentials. */
  readonly resolved: string;
  readonly integrity: string;
  /** Left out on a platform that it is not for. */
  readonly platform?: {
    readonly os?: readonly string[];
    readonly cpu?: readonly string[];
    readonly libc?: readonly string[];
  };
}

/** One package that would be fetched with another one. */
export interface NeededPackage {
  readonly name: string;
  readonly version: string;
  /** Unpacked, where the registry tells. */
  readonly sizeBytes?: number;
}

/** What a look at a package has found beside its files. */
export interface LookedAt {
  /** What would be put beside it. */
  readonly needed: readonly NeededPackage[];
  /** Of the package alone, where the source of it did not tell before. */
  readonly sizeBytes?: number;
  /** Those of the package alone. */
  readonly scripts: readonly InstallScript[];
}

/** A package that the host gives to every provider, left out of the tree. */
export interface HostPackage {
  readonly name: string;
  /** The folder in the tree that asks for it, `.` for the package itself. */
  readonly from: string;
  /** What it asks for: `^1.0.0`. */
  readonly range: string;
}

/** What was put into the `node_modules` of a package, none of which has run. */
export interface InstalledDependencies {
  readonly dependencies: readonly PinnedPackage[];
  readonly hostPackages: readonly HostPackage[];
  readonly scripts: readonly InstallScript[];
}

/** What a fetcher has put into a folder: a package with its own `node_modules`, nothing of which has run. */
export interface FetchedTree extends Partial<InstalledDependencies> {
  readonly resolution: Resolution;
  readonly scripts: readonly InstallScript[];
}

/** What a fetch may use and how long it may take. */
export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (message: string) => void;
  /** What messages call a folder that is filled. Default: its path. */
  readonly label?: string;
  /** What the lock file pins: exactly these are installed. Without it the ranges of the package are resolved anew. */
  readonly dependencies?: readonly PinnedPackage[];
  /** What is younger is not taken; default: any age will do. */
  readonly releaseAge?: ReleaseAge;
  /** What the lock file says now: it is taken whatever its age, and nothing older. */
  readonly taken?: Resolution;
  /** Somebody only wants to know: nothing is remembered of it. */
  readonly isGlance?: boolean;
}

/** One kind of place far away that packages come from: npm registries, git repositories. */
export interface Fetcher {
  readonly name: string;
  /** Whether identifiers of this kind are its own. */
  handles(identifier: Identifier): boolean;
  /**
   * What the identifier means now. Changes nothing on disk outside temporary folders.
   * @throws `MC_SOURCE_NOT_FOUND` for a package, version or ref that does not exist, `MC_RELEASE_TOO_YOUNG`,
   * `MC_FETCH_TIMEOUT`, `MC_FETCH_FAILED`.
   */
  resolve(identifier: Identifier, options: FetchOptions): Promise<ResolvedRelease>;
  /**
   * Fills an empty folder with exactly that version and its dependencies; checks integrity before anything is unpacked.
   * @throws as {@link resolve}, and `MC_INTEGRITY`, `MC_ARCHIVE_UNSAFE`, `MC_NO_SPACE`.
   */
  fetch(resolution: Resolution, folder: string, options: FetchOptions): Promise<FetchedTree>;
  /**
   * Fills an empty folder with the package alone and answers what it depends on; missing where {@link fetch} does no more
   * than that.
   */
  look?(resolution: Resolution, folder: string, options: FetchOptions): Promise<LookedAt>;
}
