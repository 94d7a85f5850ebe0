import { MediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import type { StackMember } from '../supervisor/stack-member';
import type { ClaraService } from './clara-service';
import { engineDefinition } from './engine-definition';
import { createEngineUnit } from './engine-unit';
import { loadModule } from './load-module';
import type { HealthCheck } from './look';
import type { ServiceTiming } from './manager-config';
import type { ManagerParts } from './manager-parts';
import { ObjectUnit } from './object-unit';
import type { ServiceRecord } from './service-record';

/** How units of a service are made, and what makes it what it is. */
export type UnitSource = Pick<StackMember, 'settings' | 'createUnit'>;

/** What a source is found with. */
export interface SourceOptions {
  readonly record: ServiceRecord;
  readonly parts: ManagerParts;
  readonly timing: ServiceTiming;
}

/** Units of a service that has a definition of our own. */
export function definitionSource(definition: ServiceDefinition, { record, parts, timing }: SourceOptions): UnitSource {
  const { timeoutMs } = timing.liveness;
  const createUnit = () => createEngineUnit(definition, { record, runtime: parts.runtime(), timeoutMs, pinned: false });
  return { settings: { definition }, createUnit };
}

/**
 * Units of a service of the original kind: what the user runs, its functions, its container or binary, its module, or
 * only its check.
 * @throws `MC_CONFIG_INVALID` when nothing says how it starts, `MC_CONFIG_MISSING` without the URL that it needs.
 */
export function objectSource(service: ClaraService, options: SourceOptions): UnitSource {
  const { record, parts, timing } = options;
  if (record.isManual || (!hasFunctions(service) && isOnEngine(service))) return engineSource(service, options);
  const { healthCheck, modulePath } = service;
  if (!hasFunctions(service) && modulePath === undefined && !healthCheck) throw noStartError(record.name);
  const isModule = modulePath !== undefined && !hasFunctions(service);
  const open = (): ClaraService => (isModule ? loadModule(modulePath, parts.runtime().projectFolder) : service);
  const { name: _name, ...settings } = service;
  return { settings, createUnit: () => new ObjectUnit({ record, open, clock: parts.clock, timing }) };
}

function engineSource(service: ClaraService, { record, parts, timing }: SourceOptions): UnitSource {
  const definition = engineDefinition(record, service, { folder: parts.runtime().projectFolder, timing });
  const check = checkOf(service, record);
  const { timeoutMs } = timing.liveness;
  const createUnit = () =>
    createEngineUnit(definition, { record, runtime: parts.runtime(), check, timeoutMs, pinned: true });
  return { settings: { definition, check: service.healthCheck }, createUnit };
}

/** A path that is named is asked; a program without a port has nothing that could be. */
function checkOf(service: ClaraService, { isManual }: ServiceRecord): HealthCheck | undefined {
  if (isManual && service.manual?.healthEndpoint !== undefined) return undefined;
  if (service.healthCheck) return (url) => service.healthCheck?.(url);
  const isSilent = !isManual && service.dockerContainer === undefined && service.ports === undefined;
  return isSilent ? () => true : undefined;
}

function hasFunctions({ customStart, start }: ClaraService): boolean {
  return customStart !== undefined || start !== undefined;
}

function isOnEngine({ binaryPath, dockerContainer }: ClaraService): boolean {
  return binaryPath !== undefined || dockerContainer !== undefined;
}

/** The error for a definition that says no way to start. */
export function noStartError(name: string): MediaConduitError {
  return new MediaConduitError('MC_CONFIG_INVALID', `Nothing says how "${name}" starts.`, {
    hint: 'give it start and stop, a binaryPath, a dockerContainer, or deploymentMode manual with its URL',
    facts: { name },
  });
}
