import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

const PING_TIMEOUT_MS = 3_000;

/** The first address at which a Docker engine answers, or undefined. */
export async function findDockerEngine(env = process.env) {
  for (const address of addresses(env)) if (await answers(address)) return address;
  return undefined;
}

/** Finds an engine and makes the base images of the container tests. Resolves to why they cannot run, or undefined. */
export async function prepareDocker({ log }) {
  if (!(await findDockerEngine())) {
    return 'no Docker engine answers. Install docker.io or Docker Desktop and start it, or set DOCKER_HOST';
  }
  const install = process.getuid?.() === 0 && process.env.CI ? ['--install'] : [];
  const code = await runCommand(['node', 'tools/images/make-base-images.mjs', ...install], { log });
  return code === 0 ? undefined : `the base images can be neither pulled nor made, see ${log}`;
}

function addresses({ DOCKER_HOST, XDG_RUNTIME_DIR }) {
  if (DOCKER_HOST) return [DOCKER_HOST];
  const sockets = [
    '/var/run/docker.sock',
    join(homedir(), '.docker', 'run', 'docker.sock'),
    join(homedir(), '.colima', 'default', 'docker.sock'),
    ...(XDG_RUNTIME_DIR ? [join(XDG_RUNTIME_DIR, 'docker.sock')] : []),
  ];
  return process.platform === 'win32' ? ['npipe:////./pipe/docker_engine'] : sockets.map((path) => `unix://${path}`);
}

function answers(address) {
  const target = address.startsWith('tcp://')
    ? { host: new URL(address).hostname, port: new URL(address).port || 2375 }
    : { socketPath: address.replace(/^(unix|npipe):\/\//, '') };
  return new Promise((resolve) => {
    const ping = request({ ...target, path: '/_ping', timeout: PING_TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy());
    ping.once('error', () => resolve(false));
    ping.once('close', () => resolve(false));
    ping.end();
  });
}
