import type { ComponentDefinition } from '../component';
import type { HealthVerdict } from '../health/health-result';
import { ClosingRetries, type RetryRules } from './closing-retries';
import { loadOptionalPackage } from './load-optional-package';
import type { ReadyMadeOptions } from './ready-made-options';

/** What is used of a connection of the package @temporalio/client. */
export interface TemporalLink {
  readonly workflowService: {
    getSystemInfo(request: Record<string, never>): Promise<{ readonly serverVersion?: string | null }>;
  };
  withAbortSignal<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A connection, and the client upon it: a `Client` of the package @temporalio/client. */
export interface TemporalConnection {
  readonly connection: TemporalLink;
  readonly client: object;
}

/** What is used of the package @temporalio/client. */
export interface TemporalPackage {
  readonly makeGrpcRetryInterceptor: (rules: RetryRules<unknown>) => unknown;
  readonly defaultGrpcRetryOptions: () => RetryRules<unknown>;
  readonly Connection: { connect(settings: Record<string, unknown>): Promise<TemporalLink> };
  readonly Client: new (settings: { readonly connection: TemporalLink; readonly namespace: string }) => object;
}

/** A client of the Temporal server of the section `temporal`. Needs the package `@temporalio/client`. */
export function createTemporalComponent(
  options: ReadyMadeOptions<TemporalPackage> = {},
): ComponentDefinition<TemporalConnection> & { readonly name: string } {
  const { load = () => loadOptionalPackage('@temporalio/client') as TemporalPackage, ...settings } = options;
  const retriesOf = new WeakMap<TemporalLink, ClosingRetries<unknown>>();
  return {
    name: 'temporal',
    ...settings,
    section: 'temporal',
    factory: async (_, { config: { temporal } }) => {
      const { Connection, Client, makeGrpcRetryInterceptor, defaultGrpcRetryOptions } = load();
      const { host, port, namespace, timeout } = temporal;
      const retries = new ClosingRetries(defaultGrpcRetryOptions());
      const interceptors = [makeGrpcRetryInterceptor(retries.open)];
      const address = `${host}:${port}`;
      const connection = await Connection.connect({ address, connectTimeout: timeout * 1000, interceptors });
      retriesOf.set(connection, retries);
      return { connection, client: new Client({ connection, namespace }) };
    },
    healthCheck: checkTemporal,
    shutdown: async ({ connection }) => {
      await retriesOf.get(connection)?.close();
      await connection.close();
    },
  };
}

/** Asks the server what it is. */
export async function checkTemporal({ connection }: TemporalConnection, signal: AbortSignal): Promise<HealthVerdict> {
  const ask = (): ReturnType<TemporalLink['workflowService']['getSystemInfo']> =>
    connection.workflowService.getSystemInfo({});
  const { serverVersion } = await connection.withAbortSignal(signal, ask);
  return { status: 'healthy', details: { serverVersion: serverVersion ?? 'unknown' } };
}
