import { createHash } from 'node:crypto';
import type { MountSettings, PortMap } from 'dockerode';
import { MediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import type { ComposeMount, ComposeService, PublishedPort } from '../../compose/compose-service';
import type { ContainerRequest } from './docker-client';
import type { GroupPlan } from './group-plan';
import { GROUP_LABEL, HOME_LABEL, PORT_LABEL, ROLE_LABEL, SERVICE_LABEL, SPEC_LABEL } from './home-labels';
import { namedVolume, namePrefix } from './named-volume';

/** The machine's size, as far as limits go by it. */
export interface MachineSize {
  readonly memoryBytes: number;
  readonly cpus: number;
}

/** All that a container is made from. */
export interface PlanInput {
  readonly definition: ServiceDefinition;
  readonly service: ComposeService;
  readonly image: string;
  /** Variables for the service, over those of the compose file and the definition. */
  readonly environment: Readonly<Record<string, string>>;
  readonly homeId: string;
  readonly machine: MachineSize;
  /** What the service needs beside it, as far as it tells containers apart. */
  readonly beside?: readonly unknown[];
  /** Makes the name ours alone, where containers are not shared between processes. */
  readonly nameSuffix: string;
}

/** A volume of the service, by its name in the engine. */
export interface PlannedVolume {
  readonly name: string;
  readonly target: string;
  /** Absolute path of what fills it when it is made. */
  readonly seed?: string;
}

/** What the engine will be asked to make, and under which name. */
export interface PlannedContainer {
  readonly name: string;
  readonly request: ContainerRequest;
  /** True when a host port was asked for, which may be taken. */
  readonly hasFixedPort: boolean;
  readonly volumes: readonly PlannedVolume[];
}

/** The container of a service: `mc-<home>-<service>-<spec>`. A name is given to one only: it is the lock of processes. */
export interface ContainerPlan extends PlannedContainer {
  /** Hex SHA-256 over the request and over that of everything beside it: two equal plans may share a container. */
  readonly spec: string;
  /** Port inside the container that answers requests. */
  readonly port: number;
  /** What it needs beside it. */
  readonly group?: GroupPlan;
}

const GIB = 1024 ** 3;
const DEFAULT_MEMORY = 4 * GIB;
const DEFAULT_PIDS = 512;

/** Given all the same: what a container is not told, it takes from its image, which must not make it part of a group. */
const NO_GROUP = { [GROUP_LABEL]: '', [ROLE_LABEL]: '' };

/** The hardened request: no capabilities, no new privileges, a read-only root, limits, and ports on 127.0.0.1 only. */
export function planContainer(input: PlanInput): ContainerPlan {
  const { definition, service, homeId } = input;
  const port = servicePort(input);
  const ports = portsWith(port, input);
  requireCacheMount(definition, service.mounts);
  const request = requestOf(input, ports);
  const spec = specOf(request, input.beside);
  const own = {
    ...{ [HOME_LABEL]: homeId, [SERVICE_LABEL]: definition.id, [SPEC_LABEL]: spec, [PORT_LABEL]: String(port) },
    ...NO_GROUP,
  };
  return {
    name: `${namePrefix(homeId, definition.id)}-${spec.slice(0, 8)}${input.nameSuffix}`,
    spec,
    request: { ...request, Labels: { ...request.Labels, ...own } },
    port,
    hasFixedPort: ports.some(({ published }) => published !== undefined),
    volumes: volumesOf(input),
  };
}

/** A container beside that of the service: hardened like it, with what its own part of the file says and no port. */
export function planBeside(input: PlanInput): Pick<PlannedContainer, 'request' | 'volumes'> {
  const definition = { ...input.definition, environment: {}, limits: {}, gpu: false };
  const request = requestOf({ ...input, definition, environment: {} }, []);
  return { request, volumes: volumesOf(input) };
}

function specOf(request: ContainerRequest, beside: readonly unknown[] | undefined): string {
  const parts = beside === undefined ? [] : [JSON.stringify(beside)];
  return createHash('sha256')
    .update([JSON.stringify(request), ...parts].join(''))
    .digest('hex');
}

/** The same plan with every host port left to the engine. */
export function withDynamicPorts<P extends PlannedContainer>(plan: P): P {
  const bound = plan.request.HostConfig?.PortBindings as PortMap | undefined;
  const free = Object.fromEntries(
    Object.keys(bound ?? {}).map((port) => [port, [{ HostIp: '127.0.0.1', HostPort: '' }]]),
  );
  const request = { ...plan.request, HostConfig: { ...plan.request.HostConfig, PortBindings: free } };
  return { ...plan, request, hasFixedPort: false };
}

function requestOf(input: PlanInput, ports: readonly PublishedPort[]): ContainerRequest {
  const { definition, service } = input;
  const environment = { ...service.environment, ...definition.environment, ...input.environment };
  return {
    Image: input.image,
    Cmd: service.command && [...service.command],
    Entrypoint: service.entrypoint && [...service.entrypoint],
    Env: Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
    ExposedPorts: Object.fromEntries(ports.map((port) => [portKey(port), {}])),
    WorkingDir: service.workingDir,
    User: service.user,
    Labels: { ...service.labels },
    StopSignal: service.stopSignal,
    StopTimeout: service.stopGraceMs === undefined ? undefined : Math.ceil(service.stopGraceMs / 1000),
    // Readiness is probed from outside: a check inside costs up to 130 ms of CPU each time.
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      ...limitsOf(input),
      Init: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      ReadonlyRootfs: true,
      Tmpfs: tmpfsOf(service.mounts),
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      PortBindings: Object.fromEntries(ports.map((port) => [portKey(port), [bindingOf(port)]])),
      Mounts: mountsOf(input),
      ShmSize: service.shmSizeBytes,
      Ulimits: service.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
      DeviceRequests: gpusOf(input),
    },
  };
}

function limitsOf({ definition, service, machine }: PlanInput): {
  Memory?: number;
  NanoCpus?: number;
  PidsLimit: number;
} {
  const { limits } = definition;
  const memory = limits.memoryBytes ?? service.memoryBytes ?? DEFAULT_MEMORY;
  const cpus = Math.min(limits.cpus ?? service.cpus ?? 0, machine.cpus);
  return {
    Memory: memory === 0 ? undefined : Math.floor(Math.min(memory, machine.memoryBytes * 0.75)),
    NanoCpus: cpus === 0 ? undefined : Math.round(cpus * 1e9),
    PidsLimit: Math.min(service.pids ?? DEFAULT_PIDS, DEFAULT_PIDS),
  };
}

function gpusOf({ definition, service }: PlanInput) {
  const asked = service.gpus.map(({ driver, count, deviceIds, capabilities }) => ({
    Driver: driver,
    ...(deviceIds.length > 0 ? { DeviceIDs: [...deviceIds] } : { Count: count }),
    Capabilities: [[...capabilities]],
  }));
  if (asked.length > 0 || !definition.gpu) return asked;
  return [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }];
}

function tmpfsOf(mounts: readonly ComposeMount[]): Record<string, string> {
  const own = mounts.flatMap((mount) => (mount.kind === 'tmpfs' ? [[mount.target, tmpfsOptions(mount)]] : []));
  return { '/tmp': tmpfsOptions({}), ...(Object.fromEntries(own) as Record<string, string>) };
}

/** Without a size it may fill the container's memory, whose limit ends it. */
function tmpfsOptions({ sizeBytes, mode = '1777' }: { readonly sizeBytes?: number; readonly mode?: string }): string {
  return `rw,nosuid,nodev,exec,mode=${mode}${sizeBytes === undefined ? '' : `,size=${sizeBytes}`}`;
}

function volumesOf({ definition, homeId, service }: PlanInput): PlannedVolume[] {
  return service.mounts.flatMap((mount) => {
    if (mount.kind !== 'volume' || mount.name === undefined) return [];
    const { name } = namedVolume(definition, homeId, mount.name);
    return [{ name, target: mount.target, seed: mount.seed }];
  });
}

function mountsOf({ definition, homeId, service }: PlanInput): MountSettings[] {
  const anonymous = { name: '', labels: { [HOME_LABEL]: homeId, [SERVICE_LABEL]: definition.id } };
  return service.mounts.flatMap((mount): MountSettings[] => {
    if (mount.kind === 'tmpfs') return [];
    if (mount.kind === 'bind') return [{ Type: 'bind', Source: mount.source, Target: mount.target, ReadOnly: true }];
    const { name, labels } = mount.name === undefined ? anonymous : namedVolume(definition, homeId, mount.name);
    const driver = { Name: 'local', Options: {} };
    const options = { NoCopy: mount.noCopy ?? false, Labels: { ...labels }, DriverConfig: driver };
    return [{ Type: 'volume', Source: name, Target: mount.target, ReadOnly: mount.readOnly, VolumeOptions: options }];
  });
}

function requireCacheMount({ cache, file, id }: ServiceDefinition, mounts: readonly ComposeMount[]): void {
  const volume = cache?.volume;
  if (volume === undefined || mounts.some((mount) => mount.kind === 'volume' && mount.name === volume)) return;
  throw new MediaConduitError('MC_COMPOSE_INVALID', `The service ${id} mounts no volume "${volume}" for its cache.`, {
    hint: `add it to volumes: of the compose service, or correct cache.volume in ${file}`,
    facts: { service: id, file, volume },
  });
}

const portKey = ({ target, protocol }: PublishedPort): string => `${target}/${protocol}`;

function bindingOf({ published }: PublishedPort): { HostIp: string; HostPort: string } {
  return { HostIp: '127.0.0.1', HostPort: published === undefined ? '' : String(published) };
}

function servicePort({ definition, service }: PlanInput): number {
  const port = definition.docker?.containerPort ?? service.ports[0]?.target ?? service.expose[0];
  if (port !== undefined) return port;
  throw new MediaConduitError('MC_COMPOSE_INVALID', `The service ${definition.id} names no port that it answers on.`, {
    hint: 'add ports: ["80"] to the compose file, or the port to the service manifest',
    facts: { service: definition.id, file: definition.file },
  });
}

function portsWith(port: number, { definition, service }: PlanInput): PublishedPort[] {
  const hostPort = definition.docker?.hostPort;
  const known = service.ports.some(({ target, protocol }) => target === port && protocol === 'tcp');
  const all: PublishedPort[] = known ? [...service.ports] : [{ target: port, protocol: 'tcp' }, ...service.ports];
  return all.map((one) =>
    one.target === port && one.protocol === 'tcp' && hostPort ? { published: hostPort, ...one } : one,
  );
}
