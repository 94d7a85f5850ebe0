import type { Logger } from '@mediaconduit/sdk';
import type { ComponentDefinition } from '../component';
import type { SectionConfig } from '../config/mesh-settings';
import type { HealthVerdict } from '../health/health-result';
import { loadOptionalPackage } from './load-optional-package';
import type { ReadyMadeOptions } from './ready-made-options';

/** What is used of a `Pool` of the package pg; the instance has everything else of it too. */
export interface PostgresPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max: number };
  query(query: string | { readonly text: string; readonly query_timeout?: number }): Promise<{ rows: unknown[] }>;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** What is used of the package pg. */
export interface PostgresPackage {
  readonly Pool: new (settings: Record<string, unknown>) => PostgresPool;
}

const CHECK_TIMEOUT_MS = 4000;

/** A pool of connections to PostgreSQL by the section `database`. Needs the package `pg`. */
export function createPostgresComponent(
  options: ReadyMadeOptions<PostgresPackage> = {},
): ComponentDefinition<PostgresPool> & { readonly name: string } {
  const { load = () => loadOptionalPackage('pg') as PostgresPackage, ...settings } = options;
  return {
    name: 'database',
    ...settings,
    section: 'database',
    factory: (_, { config, log }) => createPool(load(), config.database, log),
    initialize: (pool) => pool.query('SELECT 1'),
    healthCheck: checkPostgres,
    shutdown: (pool) => pool.end(),
  };
}

/** Asks the database through the pool. While every connection is in use it is degraded, and is not asked. */
export async function checkPostgres(pool: PostgresPool): Promise<HealthVerdict> {
  const { totalCount, idleCount, waitingCount } = pool;
  const details = { connections: totalCount, idle: idleCount, waiting: waitingCount };
  if (idleCount === 0 && totalCount >= pool.options.max)
    return { status: 'degraded', message: `all ${totalCount} connections are in use`, details };
  await pool.query({ text: 'SELECT 1', query_timeout: CHECK_TIMEOUT_MS });
  return { status: 'healthy', details };
}

function createPool({ Pool }: PostgresPackage, section: SectionConfig<'database'>, log: Logger): PostgresPool {
  const { host, port, database, username, password, sslMode, poolSize, maxOverflow, timeout } = section;
  const pool = new Pool({
    host,
    port,
    database,
    user: username,
    password,
    ssl: sslOf(sslMode),
    max: poolSize + maxOverflow,
    connectionTimeoutMillis: timeout * 1000,
  });
  // without a listener a connection that the server closes would end the program
  pool.on('error', (error) => log.warn({ error: error.message }, 'A connection to PostgreSQL was lost.'));
  return pool;
}

/** The modes of libpq; pg knows no "TLS if the server has it", so `allow` and `prefer` go without. */
function sslOf(mode: string): false | { readonly rejectUnauthorized: boolean } {
  if (mode === 'verify-ca' || mode === 'verify-full') return { rejectUnauthorized: true };
  return mode === 'require' && { rejectUnauthorized: false };
}
