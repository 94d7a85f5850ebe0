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
    }
  | { readonly kind: 'bind'; readonly source: string; readonly target: string }
  | { readonly kind: 'tmpfs'; readonly target: string; readonly sizeBytes?: number };

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
  /** Services that have to run before this one. */
  readonly dependsOn: readonly string[];
  /** What was read and not applied, or applied differently, each with `file:line:column`. */
  readonly warnings: readonly string[];
}
