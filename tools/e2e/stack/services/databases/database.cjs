// Starts a database server and tells over HTTP whether it takes connections: `node database.cjs redis | postgres`.
// cspell:ignore unixsocket pgdata PGSQL
const { execFileSync, spawn } = require('node:child_process');
const { chownSync, mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const { createServer } = require('node:http');
const { createConnection } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const folder = mkdtempSync(join(process.env.DATA_FOLDER ?? tmpdir(), 'database-'));
const user = process.getuid() === 0 && process.argv[2] === 'postgres' ? idsOf('postgres') : {};
const { command, end, socket } = { redis, postgres }[process.argv[2]]();
const database = spawn(command[0], command.slice(1), { ...user, stdio: ['ignore', 'inherit', 'inherit'] });

database.once('error', (error) => leave(error.message));
database.once('exit', (code, signal) => leave(`${command[0]} ended: ${signal ?? code}`));
process.on('SIGTERM', () => database.kill(end));
const { HOST = '127.0.0.1', PORT = '0' } = process.env;
const server = createServer(answer).listen(Number(PORT), HOST, () => {
  process.stdout.write(`port ${server.address().port}\n`);
});

function redis() {
  const socket = join(folder, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder];
  return { command: ['redis-server', ...settings], socket, end: 'SIGTERM' };
}

/** It never runs as root; SIGINT is its fast end. */
function postgres() {
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  execFileSync('initdb', ['--pgdata', data, '--auth', 'trust', '--no-sync'], { ...user, stdio: 'ignore' });
  const settings = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'];
  return { command: ['postgres', ...settings], socket: join(folder, '.s.PGSQL.5432'), end: 'SIGINT' };
}

function answer(_request, response) {
  const connection = createConnection(socket);
  const tell = (status) => {
    connection.destroy();
    response.writeHead(status).end();
  };
  connection.once('connect', () => tell(200)).once('error', () => tell(503));
}

function idsOf(name) {
  const id = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function leave(reason) {
  process.stdout.write(`${reason}\n`);
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
