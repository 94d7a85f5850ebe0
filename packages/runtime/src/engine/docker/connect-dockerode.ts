import type Docker from 'dockerode';
import type { Agent } from 'node:http';
import type { DockerAddress } from './docker-address';
import type { TrackedAgent } from './tracked-agent';

/** The declared options leave out the agent, which docker-modem takes. */
type ConnectionOptions = Docker.DockerOptions & { readonly agent: Agent };

/** A dockerode for exactly this address. */
export function connectDockerode(address: DockerAddress, { agent }: TrackedAgent): Docker {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it loads gRPC and protobuf: only when Docker is used
  const Dockerode = require('dockerode') as typeof Docker;
  // Every key is given, because dockerode fills what is missing from DOCKER_HOST of the process.
  const nothing = {
    socketPath: undefined,
    host: undefined,
    port: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  };
  const options: ConnectionOptions = { ...nothing, ...endpointOf(address), agent };
  return new Dockerode(options);
}

function endpointOf(address: DockerAddress): Docker.DockerOptions {
  if (address.kind === 'socket') return { protocol: 'http', socketPath: address.path };
  const { host, port, tls } = address;
  return { host, port, ...tls, protocol: tls ? 'https' : 'http' };
}
