import { eventually } from '@mediaconduit/testkit';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { createConfigMesh } from '../__fixtures__/config-mesh';
import { startPostgres, type PostgresServer } from '../__fixtures__/postgres-server';
import { startRedis, type RedisServer } from '../__fixtures__/redis-server';

let postgres: PostgresServer;
let redis: RedisServer;

const running: AsyncDisposable[] = [];

/** Ended after the tests, also when the other one does not start. */
async function kept<T extends AsyncDisposable>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  running.push(server);
  return server;
}

beforeAll(async () => {
  [postgres, redis] = await Promise.all([kept(startPostgres('pg-secret')), kept(startRedis('redis-secret'))]);
});

afterAll(async () => {
  for (const server of running) await server[Symbol.asyncDispose]();
});

const database = (settings: Record<string, unknown> = {}) => ({
  host: postgres.host,
  database: 'postgres',
  password: postgres.password,
  ...settings,
});
const cache = (settings: Record<string, unknown> = {}) => ({ host: redis.host, password: 'redis-secret', ...settings });

describe('a mesh on PostgreSQL and Redis', () => {
  it('gives connections that work, says how they are, and closes them', async () => {
    const { mesh, start } = createConfigMesh({ database: database(), redis: cache() });
    await start();
    const pool = await mesh.resolve<Pool>('database');
    const client = await mesh.resolve<Redis>('redis');
    const { rows } = await pool.query('SELECT 40 + 2 AS answer');
    expect(rows).toEqual([{ answer: 42 }]);
    await client.set('key', 'value');
    expect(await client.get('key')).toBe('value');
    const status = mesh.getStatus();
    expect(status.health).toMatchObject({ status: 'healthy', services: { database: { details: { connections: 1 } } } });
    expect(JSON.stringify(status)).not.toMatch(/pg-secret|redis-secret/);
    await mesh.close();
    expect([pool.ended, client.status]).toEqual([true, 'end']);
  });

  it.each([
    ['database', () => database({ password: 'wrong-secret' }), 'password authentication failed'],
    ['database', () => database({ host: '/nowhere' }), '/nowhere'],
    ['redis', () => cache({ password: 'wrong-secret' }), 'WRONGPASS'],
    ['redis', () => cache({ host: '/nowhere/redis.sock' }), ''],
  ])('does not start with a %s that cannot be used, and tells no password', async (name, settings, message) => {
    const { mesh, start } = createConfigMesh({ [name]: settings() });
    const error: unknown = await start().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'MC_STACK_START_FAILED', message: expect.stringContaining(message) });
    expect(JSON.stringify([error, mesh.getStatus()])).not.toMatch(/wrong-secret/);
    await mesh.close();
  });

  it('notices servers that crash, outlives them, and is healthy when they are back', async () => {
    const { mesh, start } = createConfigMesh({ database: database(), redis: cache() });
    await start();
    await Promise.all([postgres.kill(), redis.kill()]);
    await eventually(async () => {
      // a server process of PostgreSQL answers for a moment after the one that made it was killed
      const down = await mesh.health.checkAll();
      expect(down).toMatchObject({ status: 'unhealthy', summary: { unhealthy: 2 } });
    });
    await Promise.all([postgres.start(), redis.start()]);
    await eventually(async () => expect((await mesh.health.checkAll()).status).toBe('healthy'));
    await mesh.close();
  });

  it('is degraded while every connection to the database is in use', async () => {
    const { mesh, start } = createConfigMesh({ database: database({ pool_size: 1, max_overflow: 1 }) });
    await start();
    const pool = await mesh.resolve<Pool>('database');
    const held = [await pool.connect(), await pool.connect()];
    await expect(mesh.health.checkNow('database')).resolves.toMatchObject({ status: 'degraded' });
    for (const client of held) client.release();
    await expect(mesh.health.checkNow('database')).resolves.toMatchObject({ status: 'healthy' });
    await mesh.close();
  });

  it('moves to another Redis by a patch, alone, and stays where it is when the other one fails', async () => {
    await using other = await startRedis();
    const { config, mesh, start } = createConfigMesh({ database: database(), redis: cache() });
    await start();
    const [pool, before] = [await mesh.resolve<Pool>('database'), await mesh.resolve<Redis>('redis')];
    await config.update({ redis: { host: other.host, password: '' } });
    const after = await mesh.resolve<Redis>('redis');
    expect([before.status, after.status, after.options.path]).toEqual(['end', 'ready', other.host]);
    expect(await mesh.resolve('database')).toBe(pool);
    await expect(config.update({ redis: { host: '/nowhere/redis.sock' } })).rejects.toThrow();
    expect(config.getConfig().redis.host).toBe(other.host);
    const restored = await mesh.resolve<Redis>('redis');
    expect([await restored.ping(), restored.options.path]).toEqual(['PONG', other.host]);
    expect(await mesh.resolve('database')).toBe(pool);
    await mesh.close();
  });
});
