import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startServer, type ServerProcess } from './server-process';

const run = promisify(execFile);

/** A Redis of its own that keeps nothing, reached by a socket. */
export interface RedisServer extends AsyncDisposable {
  /** Path of its socket. */
  readonly host: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Serves in a temporary folder, behind a password when there is one. */
export async function startRedis(password?: string): Promise<RedisServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'redis-'));
  const socket = path.join(folder, 'redis.sock');
  const secret = password === undefined ? [] : ['--requirepass', password];
  const command = ['redis-server', '--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder, ...secret];
  let server: ServerProcess | undefined;
  const start = async (): Promise<void> => {
    server = await startServer(command, { cwd: folder }, () => run('redis-cli', ['-s', socket, 'PING']));
  };
  await start();
  return {
    host: socket,
    start,
    kill: async () => server?.kill(),
    [Symbol.asyncDispose]: async () => {
      await server?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
