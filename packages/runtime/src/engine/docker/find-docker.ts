import { join } from 'node:path';
import { messageOf } from '@mediaconduit/sdk';
import { dockerAddressText, type DockerAddress } from './docker-address';
import { currentDockerContext, readDockerTls } from './docker-context';
import { parseDockerHost } from './parse-docker-host';

/** What the search for an engine may look at; nothing else of the machine is read. */
export interface DockerSearch {
  readonly environment: NodeJS.ProcessEnv;
  /** The user's home folder. */
  readonly userFolder: string;
  readonly platform: NodeJS.Platform;
  /** Answers the version, or rejects with the error of the connection. */
  readonly ping: (address: DockerAddress) => Promise<string>;
}

/** The engine that answered, or what was tried and what to do. */
export type FoundDocker =
  | { readonly address: DockerAddress; readonly version: string }
  | { readonly address?: undefined; readonly reason: string; readonly hint: string };

interface Miss {
  readonly address: DockerAddress;
  readonly reason: string;
  readonly hint: string;
}

const INSTALL_HINT = 'install Docker (docs.docker.com/get-docker) and start it, or set DOCKER_HOST';

/** Finds the engine where Docker's command line would: `DOCKER_HOST`, the context, then the sockets that are usual. */
export async function findDocker(search: DockerSearch): Promise<FoundDocker> {
  const chosen = chosenHost(search);
  if (!chosen) return firstThatAnswers(usualSockets(search), search);
  if (chosen.host === undefined)
    return { reason: `${chosen.source} does not exist`, hint: 'docker context ls shows the contexts' };
  const parsed = parseDockerHost(chosen.host, chosen.tls);
  return 'address' in parsed
    ? firstThatAnswers([parsed.address], search)
    : { reason: `${chosen.source}: ${parsed.reason}`, hint: parsed.hint };
}

function chosenHost({ environment, userFolder }: DockerSearch) {
  const host = environment['DOCKER_HOST'];
  if (!host) {
    const context = currentDockerContext(environment, userFolder);
    return context && { source: `the Docker context "${context.name}"`, ...context };
  }
  const verify = environment['DOCKER_TLS_VERIFY'];
  const folder = environment['DOCKER_CERT_PATH'] || join(userFolder, '.docker');
  return { source: 'DOCKER_HOST', host, tls: verify ? readDockerTls(folder) : undefined };
}

function usualSockets({ environment, userFolder, platform }: DockerSearch): DockerAddress[] {
  if (platform === 'win32') return [{ kind: 'socket', path: '//./pipe/docker_engine' }];
  const session = environment['XDG_RUNTIME_DIR'];
  const paths = [
    '/var/run/docker.sock',
    join(userFolder, '.docker/run/docker.sock'),
    join(userFolder, '.docker/desktop/docker.sock'),
    join(userFolder, '.colima/default/docker.sock'),
    ...(session ? [join(session, 'docker.sock'), join(session, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
  ];
  return paths.map((path) => ({ kind: 'socket', path }));
}

async function firstThatAnswers(addresses: readonly DockerAddress[], { ping }: DockerSearch): Promise<FoundDocker> {
  const misses: Miss[] = [];
  for (const address of addresses) {
    try {
      return { address, version: await ping(address) };
    } catch (error) {
      misses.push({ address, ...explain(error) });
    }
  }
  // A socket that is there but refuses tells more than all those that are absent.
  const telling = misses.find(({ reason }) => reason !== ABSENT) ?? misses[0];
  const tried = addresses.map(dockerAddressText).join(', ');
  if (!telling || telling.reason === ABSENT)
    return { reason: `no Docker engine was found (tried ${tried})`, hint: INSTALL_HINT };
  return { reason: `${dockerAddressText(telling.address)}: ${telling.reason}`, hint: telling.hint };
}

const ABSENT = 'there is no such socket';

function explain(error: unknown): { reason: string; hint: string } {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { reason: ABSENT, hint: INSTALL_HINT };
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      reason: 'permission denied',
      hint: 'let your user use Docker: sudo usermod -aG docker $USER, then log in again; or install rootless Docker',
    };
  }
  if (code === 'ECONNREFUSED')
    return { reason: 'nothing answers there', hint: 'start Docker, e.g. sudo systemctl start docker' };
  return { reason: messageOf(error), hint: 'check it with: docker info' };
}
