import type { DockerDefinition } from '../service/service-definition';
import type { ManifestNode } from './manifest-node';
import { readManifestPath } from './read-manifest-path';

const DEFAULT_COMPOSE_FILE = 'docker-compose.yml';

/** `8080`, `8080:80`, `127.0.0.1:8080:80/tcp`, `${COWSAY_HOST_PORT:-0}:80` */
const PORT = /^(?:\d+\.[\d.]+:|\[[\da-f:.]+\]:)?(?:(\d{1,5}|\$\{[^}]*\}):)?(\d{1,5})(?:\/(?:tcp|udp))?$/i;

/**
 * How Docker runs the service. Older manifests may name an image at the top, and one without any block has a compose
 * file beside it; a manifest of today says what it means, so without a block there is nothing.
 */
export function readDocker(root: ManifestNode, id: string, isOld: boolean): DockerDefinition | undefined {
  const docker = root.at('docker');
  const image = docker.at('image').text ?? root.at('image').text;
  if (!docker.exists && image === undefined && !isOld) return undefined;
  if (!docker.exists && root.at('url').exists && image === undefined) return undefined;
  const composeFile =
    readManifestPath(docker.at('composeFile')) ?? (image === undefined ? DEFAULT_COMPOSE_FILE : undefined);
  const ports = docker.at('ports').exists ? docker.at('ports') : root.at('ports');
  const [port] = ports.items.map(readPort);
  return {
    composeFile,
    serviceName: docker.at('serviceName').text ?? id,
    image,
    volumes: composeFile === undefined ? readVolumes(docker.at('volumes'), root.at('volumes')) : undefined,
    containerPort: docker.at('port').number ?? port?.container,
    hostPort: port?.host,
  };
}

/** With a compose file, that file says it. */
function readVolumes(inBlock: ManifestNode, atTop: ManifestNode): readonly string[] | undefined {
  const { texts } = inBlock.exists ? inBlock : atTop;
  return texts.length === 0 ? undefined : texts;
}

/** A port of 0 means "not fixed" and is left out. */
function readPort(node: ManifestNode): { container?: number; host?: number } {
  const match = PORT.exec(node.text ?? '');
  const [host, container] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || container > 65_535 || host > 65_535) {
    node.problem(`"${node.text ?? ''}" is no port`, { hint: 'write the port in the container, such as 8080' });
  }
  return { container: container || undefined, host: host || undefined };
}
