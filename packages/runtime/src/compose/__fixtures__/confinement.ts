import type { ContainerRequest } from '../../engine/docker/docker-client';

const ALLOWED = new Set(
  (
    'Memory NanoCpus PidsLimit Init CapDrop SecurityOpt ReadonlyRootfs Tmpfs RestartPolicy LogConfig PortBindings Mounts ' +
    'ShmSize Ulimits DeviceRequests NetworkMode'
  ).split(' '),
);

/** True when the container can reach nothing but itself, its group, its volumes and, reading, its folder. */
export function isConfined(request: ContainerRequest, root: string): boolean {
  return isHarmless(request.HostConfig, root) && hasPrivateNames(request);
}

function isHarmless(host: object | undefined, root: string): boolean {
  const config = host as Record<string, unknown> & { Mounts: { Type: string; Source: string; ReadOnly: boolean }[] };
  const bindings = Object.values(config['PortBindings'] as Record<string, { HostIp: string }[]>).flat();
  return (
    Object.keys(config).every((key) => ALLOWED.has(key)) &&
    JSON.stringify([config['CapDrop'], config['SecurityOpt'], config['ReadonlyRootfs']]) ===
      '[["ALL"],["no-new-privileges:true"],true]' &&
    bindings.every(({ HostIp }) => HostIp === '127.0.0.1') &&
    config.Mounts.every(
      ({ Type, Source, ReadOnly }) => Type === 'volume' || (Type === 'bind' && ReadOnly && isInside(Source, root)),
    )
  );
}

/** Nobody joins a network or a container that is not of the group, or takes a name that tells whose it is. */
function hasPrivateNames({ HostConfig: host, NetworkingConfig: networks, Labels: labels = {} }: ContainerRequest): boolean {
  const names = [...(host?.NetworkMode === undefined ? [] : [host.NetworkMode]), ...Object.keys(networks?.EndpointsConfig ?? {})];
  return names.every((name) => name.startsWith('mc-home-test-service-')) && labels['io.mediaconduit.home'] === 'home';
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}
