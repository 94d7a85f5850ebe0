import type { defineOptions, LegacyServiceInfo, ModelInfo, ProviderConfig, ProviderManifest } from '@mediaconduit/sdk';

type ObjectSchema = Parameters<typeof defineOptions>[0];

/** What a provider is, without its methods: what can be read of it at once, in another process. */
export interface ProviderSnapshot {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly capabilities: readonly string[];
  readonly models: readonly ModelInfo[];
  /** What `getModelsForCapability` answers to each capability that has models. */
  readonly modelsFor: Readonly<Record<string, readonly ModelInfo[]>>;
  /** Which of the methods it has that a provider may lack. */
  readonly methods: readonly string[];
}

/** What a model is, without its methods. */
export interface ModelSnapshot {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly info?: ModelInfo;
  /** JSON Schema of its options. */
  readonly optionsSchema?: ObjectSchema;
  readonly methods: readonly string[];
}

/** What a provider may know of its service at once. */
export interface ServiceSnapshot {
  /** By which the service is named between the two processes. */
  readonly service: number;
  readonly serviceId: string;
  readonly baseUrl?: string;
  readonly generation: number;
  /** False when it is known not to run: the address of before leads nowhere. */
  readonly isRunning: boolean;
  /** Whether each call needs a turn. */
  readonly isLimited: boolean;
  readonly info: LegacyServiceInfo;
}

/** The first call of the runtime. */
export interface LoadInput {
  readonly manifest: ProviderManifest;
  readonly config: ProviderConfig;
  readonly service?: ServiceSnapshot;
  /** The state folder, where compiled sources are kept. */
  readonly home: string;
}

/** A call of a method of the provider; the answer also tells what has changed about it. */
export interface ProviderCallInput {
  readonly method: string;
  readonly given: readonly unknown[];
}

/** What it answered. */
export interface ProviderCallOutput {
  readonly result: unknown;
  /** When it is another than before. */
  readonly snapshot?: ProviderSnapshot;
}

/** A call of a method of one of its models. */
export interface ModelCallInput {
  readonly model: string;
  readonly method: string;
  readonly input: unknown;
  /** Without signal and callbacks. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Which of those the caller gave; a question of the provider goes by the number. */
  readonly has: { readonly signal: boolean; readonly onProgress: boolean; readonly question?: number };
}

/** Noted when a call to a service may be made; it holds its place until the turn is given up. */
export const TURN_NOTE = 'turn';

/** Methods of a provider that run in its process. */
export const OPTIONAL_PROVIDER_METHODS = ['refreshModels', 'startService', 'stopService', 'getServiceStatus'] as const;

/** Methods that a model may lack. */
export const OPTIONAL_MODEL_METHODS = ['transformAll', 'stream', 'generate', 'chat'] as const;

/** Methods of a service that a provider may have called in the runtime. */
export const SERVICE_METHODS = [
  'initializePorts',
  'startService',
  'stopService',
  'restartService',
  'getServiceStatus',
  'isServiceHealthy',
  'isServiceRunning',
  'waitForHealthy',
  'cleanup',
  'detectRunningPorts',
  'getLogs',
  'getContainerStats',
] as const;
