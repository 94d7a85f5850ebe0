import type { Capability } from '../capability';

/** `remote` runs nothing: somebody else does, at a known URL. */
export type EngineName = 'docker' | 'process' | 'remote';

/**
 * How a process says where it listens: an inherited socket, an IPC message, or a variable and a log line. A number is
 * for programs that cannot be told: their port, 0 for one that listens nowhere.
 */
export type ProcessPort =
  'fd' | 'ipc' | number | { readonly env?: string; readonly value?: string; readonly log: string };

/** An environment of its own, made of these packages alone. */
export interface PythonDefinition {
  /** Requirements with versions and hashes, as pip reads them; relative to the definition's folder. */
  readonly lock: string;
  /** Versions of Python that will do, as a range: `>=3.9 <3.14`. Any when absent. */
  readonly version?: string;
}

/** How to run a service without Docker. */
export interface ProcessDefinition {
  /**
   * argv, with paths relative to the definition's folder. `node` means the Node.js that runs us, `python` the one that
   * `python` describes.
   */
  readonly command: readonly string[];
  readonly python?: PythonDefinition;
  /** Programs that must be on the PATH, each with how to get it; else another engine is chosen. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly port: ProcessPort;
  readonly environment: Readonly<Record<string, string>>;
  /** Variables of the user that the program gets, over `environment`; `OLLAMA_*` stands for all that begin so. */
  readonly inherit?: readonly string[];
  /**
   * The program reads files of this machine that a form names instead of getting copies, as `multipartBody` of
   * `@mediaconduit/service-kit` does; not on Windows. Default false.
   */
  readonly localFiles?: boolean;
}

/** How to run a service on Docker: a compose file, or just an image. */
export interface DockerDefinition {
  /** Path of the compose file, relative to the definition's folder. */
  readonly composeFile?: string;
  /** The compose service that answers requests. */
  readonly serviceName: string;
  readonly image?: string;
  /** `source:target[:ro]` as in a compose file, for an image without one. */
  readonly volumes?: readonly string[];
  /** Port inside the container. Default: what the compose file says. */
  readonly containerPort?: number;
  /** A host port of an old manifest: tried first, then a free one. */
  readonly hostPort?: number;
}

/** Ready: an HTTP GET of `path` answers 2xx and no body status says otherwise. */
export interface ReadinessDefinition {
  /** Empty where nobody knows one: then any answer below 500 will do. */
  readonly path: string;
  /** Time from start to ready, in ms. Default 60000, at most 1800000. */
  readonly timeoutMs: number;
}

/** How a ready service is looked at; the host has defaults. */
export interface LivenessDefinition {
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  /** Misses in a row after which it counts as hung. */
  readonly misses?: number;
}

/** What a manifest says for people. */
export interface ServiceAbout {
  readonly repository?: string;
  readonly documentation?: string;
  readonly license?: string;
}

/** What the service itself allows. `0` means no limit. */
export interface ServiceLimits {
  readonly maxInputBytes?: number;
  readonly maxDurationMs?: number;
  readonly memoryBytes?: number;
  readonly cpus?: number;
}

/** The entries of a cache folder: one model each, or parts of one store that only the service understands. */
export type CacheLayout = 'items' | 'whole';

/** Where a service keeps what it can download again: model weights. */
export interface ServiceCache {
  /** Variable that names the folder to a process. One that the user has set stays as it is. */
  readonly variable: string;
  /** Named volume of the compose file that holds the same for Docker. */
  readonly volume?: string;
  readonly layout: CacheLayout;
  /** Id of the service whose downloads these are, when a stack runs it under another one. Default: the id. */
  readonly owner?: string;
}

/** A parsed and validated `MediaConduit.service.yml` of any generation. */
export interface ServiceDefinition {
  /** kebab-case, unique in a runtime: `cowsay-service`. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly capabilities: readonly Capability[];
  /** Absolute path of the folder that holds the manifest and everything it names. */
  readonly folder: string;
  /** Absolute path of the manifest, for messages. */
  readonly file: string;
  /** Engines in order of preference. */
  readonly engines: readonly EngineName[];
  readonly process?: ProcessDefinition;
  readonly docker?: DockerDefinition;
  /** Base URL for the engine `remote`. */
  readonly url?: string;
  /** Variables beside `{NAME}_SERVICE_URL`; the first that is set counts. Default: none. */
  readonly urlVariables?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly readiness: ReadinessDefinition;
  readonly liveness?: LivenessDefinition;
  readonly limits: ServiceLimits;
  readonly cache?: ServiceCache;
  readonly dependsOn: readonly string[];
  readonly critical: boolean;
  /** An unused service stops after this time, in ms; 0 = never. Default 300000. */
  readonly idleStopMs: number;
  /** Whether the machine needs a GPU for it. */
  readonly gpu: boolean;
  readonly about?: ServiceAbout;
}

/**
 * `{NAME}` in `{NAME}_SERVICE_URL` and `{NAME}_HOST_PORT`: `my-cowsay-service` → `MY_COWSAY`. Dashes and spaces become
 * `_`, a trailing `-service` is dropped.
 */
export function serviceVariablePrefix(id: string): string {
  return id
    .replace(/[-_\s]service$/i, '')
    .replace(/[^a-zA-Z0-9]+/g, '_')
    .toUpperCase();
}
