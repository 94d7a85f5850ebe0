import type { EngineName, Logger, Provider, ServiceDefinition, ServiceEngine, ServiceHandle } from '@mediaconduit/sdk';

/** The part of a runtime that the suite uses; that of @mediaconduit/runtime fits. */
export interface SuiteRuntime extends AsyncDisposable {
  readonly providers: { getProvider(identifier: string): PromiseLike<Provider> };
  readonly services: {
    open(definition: ServiceDefinition): ServiceHandle;
    define(identifier: string, from: string): Promise<ServiceDefinition>;
    checkEngine(definition: ServiceDefinition): Promise<EngineName>;
  };
  readonly engines: { get(name: EngineName): Promise<ServiceEngine | undefined> };
}

/** Nothing of the user, and nobody beside it. */
export interface SuiteRuntimeOptions {
  readonly projectFolder: string;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly engine: 'auto' | 'process' | 'docker';
  readonly supervised: false;
  readonly isolation?: 'process';
  readonly isolationLimits?: { readonly heartbeatMs: number };
  readonly log?: Logger;
}

/** What the suite sets when it makes one: a home and a project of its own. */
export interface RuntimeModule {
  createRuntime(options: SuiteRuntimeOptions): SuiteRuntime;
}

/** What the suite reads of a compose file, by the runtime's own rules. */
export interface ComposeModule {
  loadDockerGroup(
    definition: ServiceDefinition,
    environment: Readonly<Record<string, string>>,
  ): Promise<{
    readonly main: ComposedService;
    readonly siblings: readonly { readonly service: ComposedService }[];
    readonly warnings: readonly string[];
  }>;
}

/** One service of a compose file. */
export interface ComposedService {
  readonly name: string;
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly user?: string;
  readonly ports: readonly { readonly target: number; readonly published?: number }[];
}

/** Loads the runtime that the parent has found. */
export function loadRuntime(path: string): RuntimeModule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which one it is, the project decides
  return require(path) as RuntimeModule;
}
