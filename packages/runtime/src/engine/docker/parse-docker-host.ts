import { isIP } from 'node:net';
import type { DockerAddress, DockerTls } from './docker-address';

/** An address, or why there is none in the text. */
export type ParsedDockerHost = { readonly address: DockerAddress } | { readonly reason: string; readonly hint: string };

const ELSEWHERE_HINT =
  'run the service over there and give its address as {NAME}_SERVICE_URL, or forward the engine to a local socket: ' +
  'ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock HOST, then DOCKER_HOST=unix:///tmp/docker.sock';

const FORMS_HINT = 'write unix:///var/run/docker.sock, tcp://127.0.0.1:2375 or npipe:////./pipe/docker_engine';

/** What Docker's command line takes without a scheme. */
const HOST_AND_PORT = /^[^/\s]+:\d+$/;

/**
 * Reads `unix://`, `npipe://` and `tcp://` as Docker's command line does. Engines on other machines are refused:
 * services are published on the engine's own loopback address, where this machine cannot reach them.
 */
export function parseDockerHost(text: string, tls: DockerTls | undefined): ParsedDockerHost {
  const [, scheme, rest] = /^([a-z]+):\/\/(.*)$/i.exec(text) ?? [
    undefined,
    HOST_AND_PORT.test(text) ? 'tcp' : '',
    text,
  ];
  if (scheme === 'unix') return rest ? { address: { kind: 'socket', path: rest } } : malformed(text);
  if (scheme === 'npipe') return { address: { kind: 'socket', path: rest || '//./pipe/docker_engine' } };
  if (scheme === 'ssh') return { reason: `${text} is an engine on another machine`, hint: ELSEWHERE_HINT };
  if (scheme !== 'tcp' && scheme !== 'http' && scheme !== 'https') return malformed(text);
  return parseTcp(text, rest ?? '', scheme === 'https' ? (tls ?? {}) : tls);
}

function parseTcp(text: string, rest: string, tls: DockerTls | undefined): ParsedDockerHost {
  if (!URL.canParse(`http://${rest}`)) return malformed(text);
  const url = new URL(`http://${rest}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!isLoopback(host)) return { reason: `${text} is an engine on another machine`, hint: ELSEWHERE_HINT };
  return { address: { kind: 'tcp', host, port: Number(url.port || (tls ? 2376 : 2375)), tls } };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function malformed(text: string): ParsedDockerHost {
  const hint = text.startsWith('/') ? `did you mean unix://${text}?` : FORMS_HINT;
  return { reason: `"${text}" is no address of a Docker engine`, hint };
}
