import http from 'node:http';
import https from 'node:https';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { DockerAddress } from './docker-address';

/** Deadline of the question whether an engine is there, in ms. */
const PING_MS = 3_000;

/** The version of the engine that answers at the address; rejects with the error of the connection. */
export function pingDocker(address: DockerAddress): Promise<string> {
  const target =
    address.kind === 'socket'
      ? { socketPath: address.path }
      : { host: address.host, port: address.port, ...address.tls };
  const secure = address.kind === 'tcp' && address.tls !== undefined;
  return new Promise((resolve, reject) => {
    const options = { ...target, path: '/_ping', agent: false, signal: AbortSignal.timeout(PING_MS) };
    const request = (secure ? https : http).get(options, (response) => {
      response.resume();
      // `Server: Docker/28.2.2 (linux)`; asking /version instead takes the engine 5 ms
      const version = /^\w+\/(\S+)/.exec(String(response.headers['server'] ?? ''))?.[1];
      if (response.statusCode === 200) resolve(version ?? response.headers['api-version']?.toString() ?? 'unknown');
      else reject(unexpectedAnswer(response.statusCode));
    });
    request.on('error', reject);
  });
}

function unexpectedAnswer(status: number | undefined): MediaConduitError {
  return new MediaConduitError('MC_ENGINE_FAILED', `it answered with HTTP ${status}`, { facts: { status } });
}
