import { createHash, randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import type { Logger, ServiceDefinition } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createDockerEngine } from '../create-docker-engine';
import type { DockerEngine } from '../docker-engine';
import { dockerDefinition } from './docker-definition';

/** Listens on 80, answers `ok`, prints what it is posted and ends when it is asked to. */
export const SERVER = `
const http = require('node:http');
const fs = require('node:fs');
process.on('SIGTERM', () => process.exit(0));
http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://service');
  const reply = (body) => response.end(JSON.stringify(body ?? null));
  if (pathname === '/exit') { reply(); process.exit(3); }
  if (pathname === '/environment') return reply(process.env);
  if (pathname === '/status') return reply(fs.readFileSync('/proc/self/status', 'utf8'));
  if (pathname === '/read') return reply(fs.readFileSync(searchParams.get('file'), 'utf8'));
  if (pathname === '/write') {
    try { fs.writeFileSync(searchParams.get('file'), 'x'); return reply('written'); } catch (error) { return reply(error.code); }
  }
  reply('ok');
}).listen(80, () => console.log('listening'));
`;

export const DOCKERFILE = 'FROM node:20-bookworm-slim\nCOPY server.cjs /\nCMD ["node", "/server.cjs"]\n';

export const COMPOSE = 'services:\n  web:\n    build: .\n    ports: ["${TEST_HOST_PORT:-0}:80"]\n';

/** A real engine with a home of its own, whose containers, volumes and images are removed at the end. */
export interface DockerWorld extends AsyncDisposable {
  readonly docker: Docker;
  readonly home: string;
  readonly homeId: string;
  readonly warnings: readonly string[];
  /** Names of all containers and networks of this home. */
  objects(): Promise<string[]>;
  /** Another engine of the same home, as another program would create it. */
  engine(environment?: NodeJS.ProcessEnv): DockerEngine;
  /** A service folder with these files besides the server, the Dockerfile and the compose file. */
  service(files?: Readonly<Record<string, string>>, overrides?: Partial<ServiceDefinition>): Promise<ServiceDefinition>;
}

export async function dockerWorld(): Promise<DockerWorld> {
  const docker = new Docker({ socketPath: '/var/run/docker.sock' });
  const home = await temporaryFolder();
  const homeId = createHash('sha256').update(randomUUID()).digest('hex').slice(0, 8);
  const folders: TemporaryFolder[] = [home];
  const engines: DockerEngine[] = [];
  const warnings: string[] = [];
  return {
    docker,
    home: home.path,
    homeId,
    warnings,
    objects: () => objectNames(docker, homeId),
    engine(environment = process.env) {
      const engine = createDockerEngine({ home: home.path, homeId, environment, log: logTo(warnings) });
      engines.push(engine);
      return engine;
    },
    async service(files = {}, overrides = {}) {
      const folder = await temporaryFolder();
      folders.push(folder);
      const all = { 'server.cjs': SERVER, Dockerfile: DOCKERFILE, 'docker-compose.yml': COMPOSE, ...files };
      for (const [name, content] of Object.entries(all)) await folder.write(name, content);
      return dockerDefinition(folder.path, overrides);
    },
    async [Symbol.asyncDispose]() {
      for (const engine of engines) await engine.close();
      await removeObjects(docker, homeId);
      for (const folder of folders) await folder[Symbol.asyncDispose]();
    },
  };
}

function logTo(warnings: string[]): Logger {
  const ignore = (): void => undefined;
  return { debug: ignore, info: ignore, error: ignore, warn: (_, message) => void warnings.push(message) };
}

async function objectNames(docker: Docker, homeId: string): Promise<string[]> {
  const filters = { label: [`io.mediaconduit.home=${homeId}`] };
  const containers = await docker.listContainers({ all: true, filters });
  const networks = await docker.listNetworks({ filters });
  return [...containers.flatMap(({ Names }) => Names), ...networks.map(({ Name }) => Name)].sort();
}

async function removeObjects(docker: Docker, homeId: string): Promise<void> {
  const filters = { label: [`io.mediaconduit.home=${homeId}`] };
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await docker.getContainer(Id).remove({ force: true });
  for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name } of Volumes) await docker.getVolume(Name).remove();
  const images = { label: [`io.mediaconduit.image.home=${homeId}`] };
  for (const { Id } of await docker.listImages({ filters: images })) await docker.getImage(Id).remove({ force: true });
}
