import { MediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import type { ClaraService, ContainerSettings, EnvironmentEntries } from './clara-service';
import type { ServiceTiming } from './manager-config';
import type { ServiceRecord } from './service-record';

/** What a service of the original kind is put on an engine with. */
export interface EngineSurroundings {
  /** Relative paths of binaries start here. */
  readonly folder: string;
  readonly timing: ServiceTiming;
}

/**
 * What an engine runs for a service that names an address, a container or a binary.
 * @throws `MC_CONFIG_MISSING` for a service that the user runs, whose URL nobody named.
 */
export function engineDefinition(
  record: ServiceRecord,
  service: ClaraService,
  around: EngineSurroundings,
): ServiceDefinition {
  if (record.isManual) return remote(record, service, around);
  const plain = base(record, service, around);
  const { binaryPath, dockerContainer } = service;
  const isBinary = binaryPath !== undefined && (record.deploymentMode === 'native' || !dockerContainer);
  if (isBinary) return binary(plain, service, binaryPath);
  return dockerContainer ? container(plain, dockerContainer, service) : plain;
}

/** `A=b` entries as a map. One without `=` is empty. */
export function environmentOf(entries: EnvironmentEntries = {}): Record<string, string> {
  if (!isList(entries)) return { ...entries };
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

function base(record: ServiceRecord, service: ClaraService, { folder, timing }: EngineSurroundings): ServiceDefinition {
  return {
    id: toId(service.dockerContainer?.name ?? record.name),
    name: service.name ?? record.name,
    version: '0.0.0',
    capabilities: [],
    folder,
    file: `the definition of "${record.name}"`,
    engines: [],
    environment: environmentOf(service.environment),
    readiness: { path: service.healthEndpoint ?? '/', timeoutMs: timing.startupMs },
    limits: {},
    dependsOn: [],
    critical: record.critical,
    idleStopMs: 0,
    gpu: false,
  };
}

function remote(record: ServiceRecord, service: ClaraService, around: EngineSurroundings): ServiceDefinition {
  const { manual } = service;
  const url = record.manualUrl;
  if (url === undefined) throw urlMissing(record, manual?.defaultUrl);
  const plain = base(record, service, around);
  const path = manual?.healthEndpoint ?? plain.readiness.path;
  return { ...plain, engines: ['remote'], url, readiness: { ...plain.readiness, path } };
}

function container(plain: ServiceDefinition, settings: ContainerSettings, service: ClaraService): ServiceDefinition {
  const { image, ports = {}, volumes, runtime } = settings;
  const [hostPort, containerPort] = Object.entries(ports)[0] ?? [];
  return {
    ...plain,
    engines: ['docker'],
    environment: { ...environmentOf(settings.environment), ...environmentOf(service.environment) },
    docker: {
      ...{ image, volumes, serviceName: plain.id },
      containerPort: toPort(containerPort),
      hostPort: toPort(hostPort),
    },
    gpu: runtime === 'nvidia',
  };
}

function binary(plain: ServiceDefinition, { args = [], ports = {} }: ClaraService, path: string): ServiceDefinition {
  const port = ports['main'] ?? Object.values(ports)[0] ?? 0;
  return { ...plain, engines: ['process'], process: { command: [path, ...args], port, environment: {} } };
}

/** As engines name what they run. */
function toId(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function toPort(value: string | number | undefined): number | undefined {
  const port = Number(value);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

function isList(entries: EnvironmentEntries): entries is readonly string[] {
  return Array.isArray(entries);
}

function urlMissing({ name }: ServiceRecord, defaultUrl = 'http://localhost:8080'): MediaConduitError {
  return new MediaConduitError('MC_CONFIG_MISSING', `Nobody said where "${name}" runs, which is deployed manually.`, {
    hint: `setServiceUrl('${name}', '${defaultUrl}') with its address`,
    facts: { name },
  });
}
