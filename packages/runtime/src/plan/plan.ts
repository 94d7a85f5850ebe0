import type { EngineName, MediaConduitError, ProviderType } from '@mediaconduit/sdk';
import type { Isolation } from '../provider/isolation/isolation-limits';
import type { InstallScript } from '../source/fetch/fetcher';
import type { PassedOver } from '../source/release-age/release-age';

/** What using some providers and services would download and start. Nothing of it was done. */
export interface Plan {
  readonly packages: readonly PlannedSource[];
}

/**
 * Where a provider or service is now: in the store, in a `node_modules`, in a folder of the user; only in the lock file;
 * nowhere yet (`new`); in the stack file itself (`stack`); at an address that somebody else runs.
 */
export type SourceState = 'stored' | 'installed' | 'folder' | 'locked' | 'new' | 'stack' | 'address';

/** One thing that is used. */
export interface PlannedSource {
  /** In the form that all spellings share. */
  readonly identifier: string;
  /** Who names it: `mediaconduit.lock`, `mediaconduit.yml:3:5`, `package.json`, a provider, or `you`. */
  readonly namedBy: readonly string[];
  /** Missing where that could not be found out. */
  readonly state?: SourceState;
  readonly version?: string;
  readonly commit?: string;
  /** URL of the tarball or repository, or the folder. */
  readonly source?: string;
  /** A newer version that is too young. */
  readonly passedOver?: PassedOver;
  /** Missing where nothing would be downloaded. */
  readonly download?: PlannedDownload;
  /** Of package.json. */
  readonly licence?: string;
  readonly provider?: PlannedProvider;
  /** The service that it is or uses; missing where {@link usesService} names one that has an entry of its own. */
  readonly service?: PlannedService;
  /** Identifier of another entry. */
  readonly usesService?: string;
  /** Variables that it reads. */
  readonly environment: readonly PlannedVariable[];
  /** Scripts that it wants to run when it is installed; none is. Of its dependencies only once it is locked. */
  readonly scripts: readonly InstallScript[];
  /** Why its files could not be read, so that the lock file alone has spoken. */
  readonly unread?: MediaConduitError;
  /** Why it cannot be used as it is. */
  readonly problem?: MediaConduitError;
}

/** What would come over the network. */
export interface PlannedDownload {
  /** Itself and what it depends on. */
  readonly packages: number;
  /** Of the files, as far as the sources tell; what travels is compressed. */
  readonly sizeBytes: number;
  /** How many of the packages the size is of. */
  readonly sized: number;
}

/** The provider that a package holds. */
export interface PlannedProvider {
  readonly id: string;
  readonly name?: string;
  readonly type?: ProviderType;
  readonly capabilities: readonly string[];
  /** How many models its manifest lists. */
  readonly models?: number;
  /** What those of them download at their first use, by id; missing where none says it. */
  readonly downloads?: readonly PlannedModel[];
  /** Whether it is TypeScript that is compiled when it is loaded. */
  readonly isCompiled?: boolean;
  /** `none`: its code runs in the program, with its rights. */
  readonly isolation: Isolation;
}

/** A model and what it downloads. */
export interface PlannedModel {
  readonly id: string;
  /** About; missing where its manifest does not say it. */
  readonly sizeBytes?: number;
}

/** A variable of the environment. */
export interface PlannedVariable {
  readonly name: string;
  readonly description?: string;
  /** Missing where the lock file alone has spoken. */
  readonly isRequired?: boolean;
  readonly isSecret?: boolean;
  readonly isSet: boolean;
}

/** A service, and what its start would bring. */
export interface PlannedService {
  readonly id: string;
  readonly name?: string;
  /** What would run it here. */
  readonly engine?: EngineName;
  /** Of one that somebody else runs. */
  readonly url?: string;
  /** On Docker: itself, then what it needs beside it. */
  readonly containers: readonly PlannedContainer[];
  /** As a process: what is called. */
  readonly command?: readonly string[];
  /** As a process: the file with its Python packages, which are installed at the first start. */
  readonly pythonLock?: string;
  /** What says where it keeps the models that it downloads: a variable for a process, a volume on Docker. */
  readonly cache?: { readonly variable: string; readonly volume?: string };
  readonly needsGpu: boolean;
  /** Why nothing here can run it. */
  readonly problem?: MediaConduitError;
}

/** How large a container image is. */
export interface PlannedImageSize {
  /** On the disk for one that the engine has; else as it travels, packed. */
  readonly sizeBytes: number;
  readonly isHere: boolean;
}

/** A container that would be made. */
export interface PlannedContainer {
  readonly name: string;
  /** Pulled unless it is there. */
  readonly image?: string;
  /** Missing where nobody could tell, and for an image that is built. */
  readonly imageSize?: PlannedImageSize;
  /** Dockerfile that an image is built from, below the folder of the service. */
  readonly build?: string;
  /** Inside; published on the loopback address at a port that is chosen at the start. */
  readonly ports: readonly number[];
}
