import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { ResolvedService } from '../config/resolved-stack';

/** Who runs a service: Docker, this machine as a child or as an object of the program, or somebody else at a known URL. */
export type DeploymentMode = 'docker' | 'native' | 'manual';

/** Decides how long a health check may take. */
export type ServiceType = 'docker-daemon' | 'docker-container' | 'binary' | 'service';

/** `NAME=value` entries as in a compose file, or a map. */
export type EnvironmentEntries = readonly string[] | Readonly<Record<string, string>>;

/** How people connect a service that they run themselves. */
export interface ManualSettings {
  /** Whether the user has to name the URL. Default false: {@link defaultUrl} is used. */
  readonly urlRequired?: boolean;
  readonly defaultUrl?: string;
  /** Path that answers 2xx or 3xx when it is well. Default `/`. */
  readonly healthEndpoint?: string;
  /** Key under which an application keeps the URL. */
  readonly configKey?: string;
  readonly description?: string;
}

/** A service as one container of one image. */
export interface ContainerSettings {
  readonly name?: string;
  readonly image: string;
  /** Port of this machine by port of the container: `{ 5001: 5000 }`; the first one is where calls go. */
  readonly ports?: Readonly<Record<string, string | number>>;
  /** `volume:/path[:ro]` */
  readonly volumes?: readonly string[];
  readonly environment?: EnvironmentEntries;
  /** `nvidia` asks for a GPU. */
  readonly runtime?: string;
}

/** What the functions of a definition learn of their service. */
export interface ServiceContext {
  readonly name: string;
  readonly definition: ServiceForm;
  /** What its start returned. */
  readonly instance: unknown;
}

/** What every form of a definition may say. Times are in ms. */
export interface ServicePolicy {
  /** Names of services that must be ready before. */
  readonly dependencies?: readonly string[];
  /** A critical service that cannot start ends the start of all. Default false. */
  readonly critical?: boolean;
  /** Whether it is started again when it ends or fails its checks. Default true. */
  readonly autoRestart?: boolean;
  /** First pause before a restart, doubled each time. Default: `restartDelay` of the manager. */
  readonly restartDelay?: number;
  /** Restarts in a row. Default: `maxRestartAttempts` of the manager. */
  readonly maxRestarts?: number;
  /** From the start to the first good check. Default: as the manager. */
  readonly startupTimeout?: number;
  /** Between the polite and the final end. Default: as the manager. */
  readonly shutdownTimeout?: number;
  /** Between two checks. Default: as the manager. */
  readonly healthCheckInterval?: number;
}

/** A definition as the original manager takes it: an object with functions, a binary, a container, or an address. */
export interface ClaraService extends ServicePolicy {
  /** For people. */
  readonly name?: string;
  readonly description?: string;
  readonly type?: ServiceType;
  readonly priority?: number;
  readonly deploymentModes?: readonly DeploymentMode[];
  /** Platforms by mode, or one list for all modes. */
  readonly platformSupport?: Readonly<Partial<Record<DeploymentMode, readonly string[]>>> | readonly string[];
  /** Default: the first of {@link deploymentModes} that this platform has, Docker before the others. */
  readonly deploymentMode?: DeploymentMode;
  readonly manual?: ManualSettings;
  /** Where it runs, for the mode `manual`. */
  readonly serviceUrl?: string;

  readonly binaryPath?: string;
  readonly args?: readonly string[];
  readonly environment?: EnvironmentEntries;
  /** Ports on which a binary listens; `main` is where calls go. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly dockerContainer?: ContainerSettings;
  /** CommonJS module of the application that exports a class or an object with `start`, `stop` and `healthCheck`. */
  readonly modulePath?: string;
  /** Path that is asked where there is no {@link healthCheck}. Default `/`. */
  readonly healthEndpoint?: string;

  readonly start?: () => unknown;
  readonly stop?: () => unknown;
  readonly customStart?: (service: ServiceContext) => unknown;
  readonly customStop?: (service: ServiceContext) => unknown;
  /** False, `{ healthy: false }` or an error means that it is not well. */
  readonly healthCheck?: (serviceUrl?: string) => unknown;
}

/** An entry under `services` of a `mediaconduit.yml`, as plain data. */
export interface StackEntry {
  readonly use?: string;
  readonly image?: string;
  readonly process?: object;
  readonly docker?: object;
  readonly url?: string;
  readonly dependsOn?: readonly string[];
  readonly critical?: boolean;
  readonly [key: string]: unknown;
}

/** Everything that can be registered. */
export type ServiceForm = ClaraService | StackEntry | ResolvedService | (ServiceDefinition & ServicePolicy);
