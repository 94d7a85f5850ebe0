/** A TCP or UDP port of the container that is published on the loopback address. */
export interface PublishedPort {
  /** Port inside the container. */
  readonly target: number;
  readonly protocol: 'tcp' | 'udp';
  /** Host port that the file asks for: tried first. `undefined`: the engine chooses. */
  readonly published?: number;
}

/** Something mounted into the container. A bind is always read-only and below the service's folder. */
export type ComposeMount =
  | {
      readonly kind: 'volume';
      /** `undefined` for an anonymous volume, which ends with its container. */
      readonly name?: string;
      readonly target: string;
      readonly readOnly: boolean;
      /** Absolute path of the folder or file that fills the volume when it is made. */
      readonly seed?: string;
      /** The engine must not fill it with what the image has in that place. */
      readonly noCopy?: boolean;
    }
  | { readonly kind: 'bind'; readonly source: string; readonly target: string }
  | { readonly kind: 'tmpfs'; readonly target: string; readonly sizeBytes?: number; readonly mode?: string };

/** How to build the image; all paths are absolute and below the service's folder. */
export interface ComposeBuild {
  readonly context: string;
  /** Relative to the context, with `/`. Default `Dockerfile`. */
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string;
}

/** A request for GPUs in the engine's words. */
export interface GpuRequest {
  readonly driver: string;
  /** -1: all of them. */
  readonly count: number;
  readonly deviceIds: readonly string[];
  readonly capabilities: readonly string[];
}

/** A process limit of the container (`nofile`). */
export interface Ulimit {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}

/** What has to be true of a service before one that depends on it starts. */
export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** A service that has to be there before another one starts. */
export interface ComposeDependency {
  readonly name: string;
  readonly condition: DependencyCondition;
  /** `false`: without it, or when it fails, the other one starts all the same. */
  readonly required: boolean;
}

/** A network of the file that a service is in, and its names there besides its own. */
export interface NetworkAttachment {
  readonly network: string;
  readonly aliases: readonly string[];
}

/** How the engine finds out whether a container works; what is not given is as the image or the engine says. */
export interface ComposeHealthcheck {
  /** `['CMD', …]`, `['CMD-SHELL', text]` or `['NONE']`. */
  readonly test?: readonly string[];
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly retries?: number;
  readonly startPeriodMs?: number;
  /** Between two checks before the first one succeeds; engines older than 25 do not know it. */
  readonly startIntervalMs?: number;
}

/** One service of a compose file after interpolation and policy: nothing in it can reach beyond the container. */
export interface ComposeService {
  readonly name: string;
  readonly image?: string;
  readonly build?: ComposeBuild;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly expose: readonly number[];
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly ComposeMount[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly stopGraceMs?: number;
  readonly shmSizeBytes?: number;
  readonly ulimits: readonly Ulimit[];
  readonly memoryBytes?: number;
  readonly cpus?: number;
  readonly pids?: number;
  readonly gpus: readonly GpuRequest[];
  /** Services that have to be there before this one. */
  readonly dependsOn: readonly ComposeDependency[];
  /** None: the network `default`. */
  readonly networks: readonly NetworkAttachment[];
  readonly healthcheck?: ComposeHealthcheck;
  /** None: the service is always on. */
  readonly profiles: readonly string[];
}
