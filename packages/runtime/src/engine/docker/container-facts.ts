import type { ContainerInspectInfo } from 'dockerode';
import type { ServiceAddress, ServiceInspection } from '@mediaconduit/sdk';
import { PORT_LABEL, SERVICE_LABEL } from './home-labels';

/** The engine's answer in our words. */
export function inspectionOf(found: ContainerInspectInfo): ServiceInspection {
  const state = stateOf(found);
  const ended = state === 'exited';
  return {
    id: found.Id,
    serviceId: found.Config.Labels[SERVICE_LABEL] ?? '',
    engine: 'docker',
    state,
    address: state === 'running' || state === 'paused' ? addressOf(found) : undefined,
    exitCode: ended ? found.State.ExitCode : undefined,
    outOfMemory: found.State.OOMKilled ? true : undefined,
    startedAt: state === 'created' ? undefined : found.State.StartedAt,
    label: containerName(found),
  };
}

/** The name without the slash that the engine puts before it. */
export function containerName(found: ContainerInspectInfo): string {
  return found.Name.replace(/^\//, '');
}

/** Where the port answers on this machine; without a port, the first one that is published. */
export function addressOf(found: ContainerInspectInfo, port?: number): ServiceAddress | undefined {
  const ports = found.NetworkSettings.Ports as Partial<Record<string, { HostPort: string }[] | null>>;
  const key = port === undefined ? (mainPort(found) ?? Object.keys(ports)[0]) : `${port}/tcp`;
  const published = Number(key === undefined ? undefined : ports[key]?.[0]?.HostPort);
  return published > 0 ? { host: '127.0.0.1', port: published } : undefined;
}

function mainPort(found: ContainerInspectInfo): string | undefined {
  const port = found.Config.Labels[PORT_LABEL];
  return port === undefined ? undefined : `${port}/tcp`;
}

function stateOf({ State: state }: ContainerInspectInfo): ServiceInspection['state'] {
  if (state.Paused) return 'paused';
  if (state.Running) return 'running';
  return state.Status === 'created' ? 'created' : 'exited';
}
