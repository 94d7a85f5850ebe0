import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, type ServerProcess } from './server-process';

const ASSETS = path.join(__dirname, '../../../../../tools/assets');

/** A server on this machine. */
export interface LocalServer extends ServerProcess {
  readonly port: number;
}

/** The jars that `tools/assets/<name>.mjs` fetches; they are there when the suite runs. */
function classPath(name: string): string {
  const folder = execFileSync(process.execPath, [path.join(ASSETS, `${name}.mjs`)], { encoding: 'utf8' });
  return path.join(folder.trim(), '*');
}

/** A Kafka of one node, in a temporary folder. */
export async function startKafka(): Promise<LocalServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kafka-'));
  const jars = classPath('kafka');
  const [port, controller] = [await freePort(), await freePort()];
  const settings = path.join(folder, 'server.properties');
  await writeFile(settings, kafkaSettings(folder, port, controller));
  const format = ['-cp', jars, 'kafka.tools.StorageTool', 'format', '-t', 'MkU3OEVBNTcwNTJENDM2Qg', '-c', settings];
  execFileSync('java', format, { stdio: 'ignore' });
  const command = ['java', '-Xmx256m', '-cp', jars, 'kafka.Kafka', settings];
  const server = await startServer(command, { cwd: folder }, () => reach(port));
  return {
    port,
    kill: () => server.kill(),
    [Symbol.asyncDispose]: async () => {
      await server.kill(); // it would wait for a controller, which is itself
      await rm(folder, { recursive: true });
    },
  };
}

/** The test server of Temporal. */
export async function startTemporal(): Promise<LocalServer> {
  const port = await freePort();
  const command = ['java', '-Xmx128m', '-cp', classPath('temporal'), 'io.temporal.testserver.TestServer', String(port)];
  const server = await startServer(command, {}, () => reach(port));
  return { port, kill: () => server.kill(), [Symbol.asyncDispose]: () => server.kill() };
}

function kafkaSettings(folder: string, port: number, controller: number): string {
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': path.join(folder, 'data'),
    'offsets.topic.replication.factor': 1,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Neither server can choose one and tell it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function reach(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
