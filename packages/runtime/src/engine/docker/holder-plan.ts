import { createHash } from 'node:crypto';
import type { ContainerInspectInfo } from 'dockerode';
import type { ContainerPlan } from './container-plan';
import type { DockerClient } from './docker-client';
import * as labels from './home-labels';

const MIB = 1024 ** 2;
const JOINED = 'container:';

/** What holds for every container of ours. */
const TAKEN_OVER = ['CapDrop', 'Init', 'LogConfig', 'PortBindings', 'ReadonlyRootfs', 'RestartPolicy', 'SecurityOpt'];

type Settings = Readonly<Record<string, unknown>>;

/**
 * A container that does nothing but own the network and the host ports of a service, so that they outlive the service's
 * own container. Its name goes by the service and its ports alone: other settings or another image keep the address.
 */
export function planHolder({ hasFixedPort, port, request }: ContainerPlan, nameSuffix: string): ContainerPlan {
  const { [labels.HOME_LABEL]: home = '', [labels.SERVICE_LABEL]: service = '' } = request.Labels ?? {};
  const host: Settings = { ...request.HostConfig };
  const spec = createHash('sha256')
    .update(JSON.stringify(['holder', host['PortBindings']]))
    .digest('hex');
  const name = `mc-${home.slice(0, 8)}-${labels.nameSafe(service)}-${spec.slice(0, 8)}${nameSuffix}`;
  const owner = { [labels.HOME_LABEL]: home, [labels.SERVICE_LABEL]: service, [labels.SPEC_LABEL]: spec };
  const role = {
    [labels.GROUP_LABEL]: name,
    [labels.MEMBER_LABEL]: 'address',
    [labels.ROLE_LABEL]: 'needed',
    [labels.LEVEL_LABEL]: '0',
  };
  return {
    ...{ name, spec, port, hasFixedPort, volumes: [] },
    request: {
      Image: request.Image,
      Entrypoint: ['sleep'],
      Cmd: [String(2 ** 31 - 1)], // not every sleep knows "infinity"
      User: '65534:65534',
      WorkingDir: '/',
      StopSignal: 'SIGKILL',
      ExposedPorts: request.ExposedPorts,
      Healthcheck: { Test: ['NONE'] },
      Labels: { ...owner, ...role },
      HostConfig: {
        ...Object.fromEntries(TAKEN_OVER.map((name) => [name, host[name]])),
        ...{ Memory: 64 * MIB, PidsLimit: 16 },
      },
    },
  };
}

/** The same container in the network of a holder. Another holder makes it another container, though of the same name. */
export function joinHolder(plan: ContainerPlan, holderId: string): ContainerPlan {
  const spec = createHash('sha256').update(`${plan.spec} ${holderId}`).digest('hex');
  const { ExposedPorts: _exposed, HostConfig, ...request } = plan.request;
  const host = { ...HostConfig, PortBindings: undefined };
  return {
    ...{ ...plan, spec, hasFixedPort: false },
    request: {
      ...request,
      Labels: { ...request.Labels, [labels.SPEC_LABEL]: spec },
      HostConfig: { ...host, NetworkMode: `${JOINED}${holderId}` },
    },
  };
}

/** The container with the ports of its holder, if it has one. */
export async function withHeldPorts(client: DockerClient, found: ContainerInspectInfo): Promise<ContainerInspectInfo> {
  const mode = found.HostConfig.NetworkMode ?? '';
  if (!mode.startsWith(JOINED)) return found;
  const holder = await client.inspectContainer(mode.slice(JOINED.length));
  return holder?.State.Running ? { ...found, NetworkSettings: holder.NetworkSettings } : found;
}
