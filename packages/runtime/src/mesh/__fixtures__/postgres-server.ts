import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startServer, type ServerProcess } from './server-process';

const run = promisify(execFile);

/** Where Debian keeps the programs of each version. */
const VERSIONS = '/usr/lib/postgresql';

/** A PostgreSQL of its own, reached by a socket in its folder, with the user `postgres` and a password. */
export interface PostgresServer extends AsyncDisposable {
  /** The folder of its socket. */
  readonly host: string;
  readonly password: string;
  /** Ends it at once, as a crash would; `start` brings it back with its data. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Makes a database in a temporary folder and serves it, as the user `postgres` when the tests run as root. */
export async function startPostgres(password: string): Promise<PostgresServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pg-'));
  const user = await serverUser();
  const passwordFile = path.join(folder, 'password');
  await writeFile(passwordFile, password);
  await chmod(folder, 0o700);
  for (const owned of user ? [folder, passwordFile] : []) await chown(owned, user?.uid ?? 0, user?.gid ?? 0);
  const data = path.join(folder, 'data');
  const settings = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync', '--locale=C'];
  await run(program('initdb'), [...settings, '-D', data], { ...user, cwd: folder });
  let server: ServerProcess | undefined;
  const command = [program('postgres'), '-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'];
  const start = async (): Promise<void> => {
    server = await startServer(command, { ...user, cwd: folder }, () => run(program('pg_isready'), ['-h', folder]));
  };
  await start();
  return {
    host: folder,
    password,
    start,
    kill: async () => server?.kill(),
    [Symbol.asyncDispose]: async () => {
      await server?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

/** The newest that is installed. */
function program(name: string): string {
  const [newest = ''] = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
  return path.join(VERSIONS, newest, 'bin', name);
}

/** PostgreSQL refuses to run as root. */
async function serverUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}
