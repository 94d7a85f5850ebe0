import type { EngineName, ReadinessDefinition, ServiceDefinition, ServiceLimits } from '@mediaconduit/sdk';

/** When a service of a stack is started again; what is missing has the default of the supervisor. */
export interface StackRestart {
  readonly policy?: 'always' | 'never';
  readonly delayMs?: number;
  readonly maxDelayMs?: number;
  readonly maxRestarts?: number;
  readonly resetMs?: number;
  readonly maxPerHour?: number;
}

/** How a service of a stack is looked at while it runs. `fast` is the profile that the numbers are put over. */
export interface StackLiveness {
  readonly profile?: 'fast';
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly misses?: number;
}

/** When calls to a service of a stack are held back because it fails. */
export interface StackBreaker {
  /** Share of failed calls that opens it: 0.5 is half of them. */
  readonly failureRatio?: number;
  /** Calls within the window before the share counts. */
  readonly minimumCalls?: number;
  readonly windowMs?: number;
  /** Steps in which old calls leave the window. */
  readonly windowBuckets?: number;
  /** Failures to connect in a row that open it at once. */
  readonly connectionFailures?: number;
  readonly openMs?: number;
  readonly maxOpenMs?: number;
  /** Share by which the open time is varied up and down. */
  readonly jitter?: number;
  /** Calls that are let through to try it. */
  readonly probes?: number;
  readonly probeTimeoutMs?: number;
  /** Calls that take longer count as slow; slow ones do not open it. */
  readonly slowCallMs?: number;
}

/** How many calls to a service of a stack there are at once. */
export interface StackBulkhead {
  /** Calls that run at once, of all programs together; 0 = no limit. */
  readonly concurrent?: number;
  /** Calls of one program that may wait for a place; what comes then is turned away at once. */
  readonly waiting?: number;
}

/** What a stack file, or its part for a platform, says of one service; what it does not say is missing. */
export interface StackServiceSettings {
  /** In order of preference. */
  readonly engines?: readonly EngineName[];
  /** Variables with their values filled in. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The variables of the user that a value was made of, by its name. */
  readonly filledFrom?: Readonly<Record<string, readonly string[]>>;
  readonly limits?: ServiceLimits;
  readonly readiness?: Partial<ReadinessDefinition>;
  readonly idleStopMs?: number;
  /** Names of entries that must be ready before. */
  readonly dependsOn?: readonly string[];
  readonly critical?: boolean;
  readonly restart?: StackRestart;
  readonly liveness?: StackLiveness;
  readonly breaker?: StackBreaker;
  readonly bulkhead?: StackBulkhead;
  readonly stopGraceMs?: number;
  readonly rolling?: boolean;
  readonly restartWithDependencies?: boolean;
  readonly group?: string;
}

/** One entry under `services`: a service from elsewhere, or one that the stack file itself describes. */
export interface StackService {
  /** Name of the entry, kebab-case: the id that the service has in this stack. */
  readonly name: string;
  /** Identifier or installed id of the service; missing for one that is described here. */
  readonly use?: string;
  /** The service that the entry describes itself. */
  readonly definition?: ServiceDefinition;
  readonly settings: StackServiceSettings;
  /** What the entry says for the platform that the file was read for; it wins. */
  readonly platformSettings: StackServiceSettings;
}

/** A set of services that is switched on and off together. */
export interface StackFeature {
  readonly services: readonly string[];
  /** Whether it is on when nobody says anything. Default true. */
  readonly default: boolean;
}

/** Services of which only so many run at a time. */
export interface StackGroup {
  readonly concurrent: number;
}

/** `process` gives a provider a process of its own. */
export type StackIsolation = 'none' | 'process' | Readonly<Record<string, 'none' | 'process'>>;

/** Inert data: one parsed and validated `mediaconduit.yml`, its variables filled in, for one platform. */
export interface StackDefinition {
  /** kebab-case. Default: the name of the folder. */
  readonly name: string;
  /** Absolute path of the stack file, for messages. */
  readonly file: string;
  /** Absolute path of its folder: identifiers of folders are relative to it. */
  readonly folder: string;
  /** The platform that it was read for. */
  readonly platform: NodeJS.Platform;
  /** Identifiers and folders of providers. */
  readonly providers: readonly string[];
  /** How providers run, for all or by id. */
  readonly isolation?: StackIsolation;
  readonly services: Readonly<Record<string, StackService>>;
  readonly features: Readonly<Record<string, StackFeature>>;
  readonly groups: Readonly<Record<string, StackGroup>>;
  /** `line:column` of what is written in the file, by its path: `services.redis.limits.memory`. */
  readonly places: Readonly<Record<string, string>>;
}
