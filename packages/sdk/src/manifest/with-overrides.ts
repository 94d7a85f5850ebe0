import { MediaConduitError } from '../error/mediaconduit-error';
import type { DockerDefinition, ServiceDefinition } from '../service/service-definition';
import { isPathWithin } from './path-within';
import type { ServiceOverrides } from './provider-manifest';
import { toProbePath } from './read-readiness';

/**
 * A copy with what an old provider manifest or a caller of `getService` says instead. `defaultBaseUrl` replaces the
 * address of a remote service; for one that we run, its port is tried first.
 * @throws `MC_MANIFEST_INVALID` when a path leaves the service's folder.
 */
export function withOverrides(definition: ServiceDefinition, overrides: ServiceOverrides): ServiceDefinition {
  const docker = dockerWith(definition, overrides);
  const isNewEngine = docker !== undefined && !definition.engines.includes('docker') && definition.docker === undefined;
  return {
    ...definition,
    docker,
    engines: isNewEngine ? [...definition.engines, 'docker'] : definition.engines,
    url: definition.url === undefined ? undefined : (overrides.defaultBaseUrl ?? definition.url),
    environment: { ...definition.environment, ...overrides.environment },
    readiness: { ...definition.readiness, path: probePathWith(definition, overrides) },
  };
}

function dockerWith(definition: ServiceDefinition, overrides: ServiceOverrides): DockerDefinition | undefined {
  const { dockerCompose: composeFile, serviceName, defaultBaseUrl } = overrides;
  if (!definition.docker && composeFile === undefined) return undefined;
  if (composeFile !== undefined && !isPathWithin(composeFile)) {
    throw invalid(definition, 'dockerCompose', `the path "${composeFile}" leaves the service's folder`);
  }
  return {
    ...definition.docker,
    composeFile: composeFile ?? definition.docker?.composeFile,
    serviceName: serviceName ?? definition.docker?.serviceName ?? definition.id,
    hostPort: definition.docker?.hostPort ?? localPortOf(defaultBaseUrl),
  };
}

function probePathWith(definition: ServiceDefinition, { healthEndpoint }: ServiceOverrides): string {
  if (healthEndpoint === undefined) return definition.readiness.path;
  const path = toProbePath(healthEndpoint);
  if (path === undefined) throw invalid(definition, 'healthEndpoint', `"${healthEndpoint}" is no path of a probe`);
  return path;
}

function localPortOf(url: string | undefined): number | undefined {
  const match = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})(?:\/|$)/i.exec(url ?? '');
  const port = Number(match?.[1]);
  return port > 0 && port <= 65_535 ? port : undefined;
}

function invalid({ id, file }: ServiceDefinition, key: keyof ServiceOverrides, text: string): MediaConduitError {
  return new MediaConduitError(
    'MC_MANIFEST_INVALID',
    `The override "${key}" for the service ${id} cannot be used: ${text}.`,
    {
      hint: `correct "${key}" where the service is asked for, or in serviceConfig of the provider's manifest`,
      facts: { service: id, file, key },
    },
  );
}
