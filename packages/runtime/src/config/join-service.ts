import type { EngineName, ServiceDefinition } from '@mediaconduit/sdk';
import type { ResolvedService } from './resolved-stack';
import type { OwnedSettings } from './setting-layers';

/** A service of a stack, from its definition and the settings that were laid over it. */
export function joinService(
  name: string,
  found: ServiceDefinition,
  { settings, origins }: OwnedSettings,
): ResolvedService {
  const { engines, environment, limits, readiness, idleStopMs, ...member } = settings;
  const { dependsOn, critical } = member;
  const definition: ServiceDefinition = {
    ...found,
    ...{
      id: name,
      engines: enginesOf(found, engines),
      environment,
      limits,
      readiness,
      idleStopMs,
      dependsOn,
      critical,
    },
    // what the manifest gives a process as its own would win over what the stack says
    process: found.process && { ...found.process, environment: { ...found.process.environment, ...environment } },
  };
  return { ...member, name, serviceId: found.id, definition, settings: replacingSettings(definition), origins };
}

/** An address that the user gave instead of the service stays. */
function enginesOf(found: ServiceDefinition, wanted: readonly EngineName[]): readonly EngineName[] {
  return found.engines.length === 1 && found.engines[0] === 'remote' ? found.engines : wanted;
}

/** What cannot change while the service runs. Names, descriptions and what the supervisor does are no part of it. */
function replacingSettings(definition: ServiceDefinition): ResolvedService['settings'] {
  const { version, folder, engines, process, docker, url, environment } = definition;
  const { readiness, limits, cache, gpu, idleStopMs } = definition;
  return {
    ...{ version, folder, engines, process, docker, url, environment },
    ...{ readiness, limits, cache, gpu, idleStopMs },
  };
}
