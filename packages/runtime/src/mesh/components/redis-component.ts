import { messageOf } from '@mediaconduit/sdk';
import type { ComponentDefinition } from '../component';
import type { SectionConfig } from '../config/mesh-settings';
import type { HealthVerdict } from '../health/health-result';
import { loadOptionalPackage } from './load-optional-package';
import type { ReadyMadeOptions } from './ready-made-options';

/** What is used of a client of the package ioredis; the instance has everything else of it too. */
export interface RedisClient {
  readonly status: string;
  connect(): Promise<void>;
  ping(): Promise<string>;
  quit(): Promise<unknown>;
  disconnect(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'end', listener: () => void): unknown;
}

/** What is used of the package ioredis. */
export interface RedisPackage {
  readonly Redis: new (settings: Record<string, unknown>) => RedisClient;
}

/** A connection to Redis by the section `redis`; a host that is a path is a socket. Needs the package `ioredis`. */
export function createRedisComponent(
  options: ReadyMadeOptions<RedisPackage> = {},
): ComponentDefinition<RedisClient> & { readonly name: string } {
  const { load = () => loadOptionalPackage('ioredis') as RedisPackage, ...settings } = options;
  const lastErrors = new WeakMap<RedisClient, Error>();
  return {
    name: 'redis',
    ...settings,
    section: 'redis',
    factory: (_, { config, log }) => {
      const client = new (load().Redis)(settingsOf(config.redis));
      // without a listener every attempt to connect again would be printed
      client.on('error', (error) => {
        lastErrors.set(client, error);
        log.debug({ error: error.message }, 'Redis does not answer.');
      });
      return client;
    },
    initialize: async (client) => {
      await client.connect().catch((error: unknown) => {
        throw lastErrors.get(client) ?? error; // its own says only that the connection is closed
      });
    },
    healthCheck: async (client) => {
      const verdict = await checkRedis(client);
      const reason = lastErrors.get(client);
      return verdict.status === 'healthy' || !reason ? verdict : { ...verdict, message: messageOf(reason) };
    },
    shutdown: endRedis,
  };
}

/** Asks the server; while the connection is made anew it is unhealthy at once. */
export async function checkRedis(client: RedisClient): Promise<HealthVerdict> {
  if (client.status !== 'ready') return { status: 'unhealthy', message: `the connection is ${client.status}` };
  const reply = await client.ping();
  return reply === 'PONG' ? { status: 'healthy' } : { status: 'unhealthy', message: `PING was answered by ${reply}` };
}

function settingsOf(section: SectionConfig<'redis'>): Record<string, unknown> {
  const { host, port, database, password, ssl, socketConnectTimeout, socketTimeout } = section;
  return {
    ...(host.startsWith('/') ? { path: host } : { host, port }),
    db: database,
    password: password || undefined,
    tls: ssl ? {} : undefined,
    connectTimeout: socketConnectTimeout * 1000,
    socketTimeout: socketTimeout * 1000, // of a `commandTimeout` ioredis may leave the timer behind
    disconnectTimeout: 500, // also spent on a socket that is closed already
    lazyConnect: true,
    maxRetriesPerRequest: 1,
  };
}

/** States in which there is no socket that could end. */
const UNCONNECTED: ReadonlySet<string> = new Set(['wait', 'reconnecting', 'close', 'end']);

/** Lets commands under way end first, when there is somebody to answer them. */
async function endRedis(client: RedisClient): Promise<void> {
  if (UNCONNECTED.has(client.status)) return client.disconnect();
  const ended = new Promise<void>((resolve) => void client.once('end', resolve));
  if (client.status === 'ready') await client.quit().catch(() => undefined);
  client.disconnect();
  await ended;
}
