import type { EngineName, ServiceDefinition } from '../service/service-definition';

/** Always a literal address: `localhost` may be somebody else's. */
export interface ServiceAddress {
  readonly host: string;
  readonly port: number;
}

/** A service that an engine has started; not necessarily ready. */
export interface RunningService {
  /** The engine's own id: container id, `pid:<n>`, or the URL. Changes with every start. */
  readonly id: string;
  readonly serviceId: string;
  readonly engine: EngineName;
  /** `http://127.0.0.1:49153`, without a trailing slash. */
  readonly baseUrl: string;
  readonly address: ServiceAddress;
  /** True when it ran already and was taken over instead of started. */
  readonly adopted: boolean;
  /** Secret that makes the service open files of this machine. Absent where files are sent. */
  readonly fileToken?: string;
}

/** What an engine knows about a service now. */
export interface ServiceInspection {
  readonly id: string;
  readonly serviceId: string;
  readonly engine: EngineName;
  readonly state: 'created' | 'running' | 'paused' | 'exited';
  readonly address?: ServiceAddress;
  readonly exitCode?: number;
  /** Killed for using more memory than allowed. */
  readonly outOfMemory?: boolean;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** Container name or command line, for people. */
  readonly label: string;
}

/** What a running service uses now, together with everything it started. */
export interface ServiceStats {
  /** Processor time over the last second or less; 100 is one core kept busy, two busy cores are 200. */
  readonly cpuPercent: number;
  /** Memory in use, without the file cache that the system can take back. */
  readonly memoryBytes: number;
  /** What it may use at most: a limit of its own, else the memory of the machine. */
  readonly memoryLimitBytes: number;
  /** Received and sent since the start; absent where its traffic cannot be told from that of others. */
  readonly network?: { readonly rxBytes: number; readonly txBytes: number };
  /** Processes and their threads, as the kernel counts them against a limit of process ids. */
  readonly pids: number;
}

/** A volume of downloads. */
export interface KeptCache {
  /** The engine's own id: the name of the volume. */
  readonly id: string;
  readonly serviceId: string;
  /** As the files of the service call it. */
  readonly name: string;
  /** Absent where the engine cannot measure it. */
  readonly sizeBytes?: number;
  /** ISO 8601. */
  readonly createdAt?: string;
  readonly inUse: boolean;
}

/** A named volume with data that cannot be downloaded again. */
export interface KeptVolume {
  /** The engine's own name of the volume. */
  readonly id: string;
  readonly serviceId: string;
  /** As the files of the service call it. */
  readonly name: string;
  /** Absent where the engine cannot measure it. */
  readonly sizeBytes?: number;
  readonly inUse: boolean;
}

/** Which volume is meant, there or not. */
export interface VolumePlace {
  readonly definition: ServiceDefinition;
  /** As the files of the service call it. */
  readonly name: string;
}

/** The named volumes of services; those of caches are not among them. */
export interface EngineVolumes {
  /** Those of all services of this home, running or not. */
  list(): Promise<KeptVolume[]>;
  /**
   * Removes a volume with all its data. Unknown ids are not an error.
   * @throws `MC_VOLUME_IN_USE` when a service has it.
   */
  remove(id: string): Promise<void>;
  /** Everything in a volume as a tar stream, as it is at that moment; leaving the loop ends the reading. */
  read(place: VolumePlace, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Makes a volume of such a stream; nothing is left of it when that fails.
   * @throws `MC_VOLUME_IN_USE` when it is there already.
   */
  write(place: VolumePlace, content: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>;
}

/** What an engine runs programs for, in the words of container images: `linux`, `amd64`. */
export interface EnginePlatform {
  readonly os: string;
  readonly architecture: string;
}

/** A container image as the engine has it. */
export interface EngineImage extends EnginePlatform {
  /** As it was asked for. */
  readonly reference: string;
  /** `sha256:…`, of all that it is made of; engines hash different parts of it. */
  readonly id: string;
  readonly sizeBytes: number;
}

/** The container images of services. */
export interface EngineImages {
  platform(): Promise<EnginePlatform>;
  /**
   * References of the images of a service, in order; asks no engine.
   * @throws what its files are refused with.
   */
  needed(definition: ServiceDefinition): Promise<readonly string[]>;
  /** Builds or pulls those of them that the engine does not have. */
  provide(definition: ServiceDefinition, options: Pick<EnsureOptions, 'signal' | 'onProgress'>): Promise<void>;
  /** `undefined` when the engine has none of that name. */
  find(reference: string): Promise<EngineImage | undefined>;
  /** All of them as one archive, as `docker save` writes it; leaving the loop ends the reading. */
  save(references: readonly string[], signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Takes in such an archive. Images lose names that it gives to others. */
  load(archive: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>;
}

/** Hints, not truth: inspect before you act. */
export interface EngineEvent {
  /** `leaving`: it finishes its calls and ends; ask the engine again for another one. */
  readonly type: 'started' | 'leaving' | 'exited';
  readonly id: string;
  readonly serviceId: string;
  readonly exitCode?: number;
}

/** Whether an engine can be used here; if not, why, and what to do. */
export type EngineAvailability =
  | { readonly available: true; readonly version: string }
  | { readonly available: false; readonly reason: string; readonly hint: string };

/** What a start needs besides the definition. */
export interface EnsureOptions {
  readonly signal: AbortSignal;
  /** Variables for the service, over those of the definition. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Told in plain words what takes time (image build, pull). */
  readonly onProgress?: (message: string) => void;
  /**
   * For an owner who alone decides about the service, such as a supervisor: its next run answers at the same address
   * where the engine can do that, until {@link ServiceEngine.forgetAddress}. Nothing is taken over from another start
   * of the owner: two starts are two copies, with an address each.
   */
  readonly keepAddress?: boolean;
  /**
   * Called when somebody connects to a kept address while the service does not run. A promise is a start: the caller
   * waits for it.
   */
  readonly onCaller?: () => Promise<unknown> | undefined;
}

/** How to end a service. */
export interface StopOptions {
  /** Time between the polite and the final signal, in ms. Default 10000. */
  readonly graceMs?: number;
  readonly signal?: AbortSignal;
}

/** Why an engine cannot run a definition, and what would change that. */
export interface EngineRefusal {
  /** Without a full stop: `no process block`. */
  readonly reason: string;
  readonly hint?: string;
}

/**
 * Starts, lists and stops services; readiness, restarts, order and breakers live above it. Has to pass the contract
 * suite of `@mediaconduit/testkit`.
 */
export interface ServiceEngine {
  readonly name: EngineName;
  /** Never throws; the first call may take a second, later ones use what it learned. */
  availability(): Promise<EngineAvailability>;
  /** `undefined` when this engine can run the definition. Quick: asked before every start. */
  refusal(definition: ServiceDefinition): EngineRefusal | undefined;
  /**
   * Starts the service, or takes over a matching one of ours that runs. Resolves when its address is known. Leaves
   * nothing behind when it rejects or is aborted.
   */
  ensure(definition: ServiceDefinition, options: EnsureOptions): Promise<RunningService>;
  /**
   * What this program is going to start: until then services that run for a killed one are kept. Later calls replace
   * earlier ones. Engines whose services end with their program do without.
   */
  expect?(definitions: readonly ServiceDefinition[]): void;
  /** `undefined` when the engine does not know the id any more. */
  inspect(id: string): Promise<ServiceInspection | undefined>;
  /** All services of this home, whoever started them. */
  list(): Promise<ServiceInspection[]>;
  /** This process no longer uses the service: it ends unless another process still uses it. */
  release(id: string, options?: StopOptions): Promise<void>;
  /** Ends and removes the service, whoever uses it. Unknown ids are not an error. */
  stop(id: string, options?: StopOptions): Promise<void>;
  /** Gives up the address that is kept for a service. Engines that keep none do without. */
  forgetAddress?(serviceId: string): Promise<void>;
  /** The last `tail` lines of output (default 50), oldest first. Also for services that ended, while known. */
  logs(id: string, tail?: number): Promise<string[]>;
  /**
   * May take two seconds. `undefined` when it does not run or cannot be measured here. Engines of services that run
   * elsewhere do without.
   */
  stats?(id: string): Promise<ServiceStats | undefined>;
  /** The caches of all services of this home, running or not. Engines whose services keep files in the home do without. */
  caches?(): Promise<KeptCache[]>;
  /**
   * Removes a cache for good. Unknown ids are not an error.
   * @throws `MC_CACHE_IN_USE` when a service uses it.
   */
  removeCache?(id: string): Promise<void>;
  /** Engines without named volumes do without. */
  readonly volumes?: EngineVolumes;
  /** Engines without container images do without. */
  readonly images?: EngineImages;
  /** Calls the listener until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Releases everything this process uses and every resource of the engine itself. */
  close(): Promise<void>;
  /** Last resort in an `exit` handler: no promise will be awaited. */
  closeSync(): void;
}
