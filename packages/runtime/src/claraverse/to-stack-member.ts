import { toMediaConduitError } from '@mediaconduit/sdk';
import { join } from 'node:path';
import type { ResolvedService } from '../config/resolved-stack';
import { resolveStack } from '../config/resolve-stack';
import { parseStackFile } from '../stack-file/parse-stack-file';
import { DEFAULT_RESTART, type RestartSettings, type StackMember } from '../supervisor/stack-member';
import type { StackEntry } from './clara-service';
import { timingOf, type ManagerConfig, type ServiceTiming } from './manager-config';
import type { ManagerParts } from './manager-parts';
import { policyOf } from './service-form';
import type { ServiceRecord } from './service-record';
import { definitionSource, noStartError, objectSource, type SourceOptions } from './unit-source';

/** What the user runs is looked for again and again: it cannot be given up. */
const MANUAL_RESTART = { policy: 'always', maxRestarts: Infinity, maxPerHour: Infinity } as const;

/** A definition does not mend itself while one waits. */
const NO_RESTART: RestartSettings = { ...DEFAULT_RESTART, policy: 'never' };

/** A registered service as a member of a stack. What is wrong with its definition is its own failure, when it starts. */
export async function toStackMember(
  record: ServiceRecord,
  parts: ManagerParts,
  config: Readonly<ManagerConfig>,
): Promise<StackMember> {
  const timing = timingOf(policyOf(record.definition), config);
  try {
    return await memberOf({ record, parts, timing });
  } catch (thrown) {
    const error = toMediaConduitError(thrown);
    const createUnit = (): never => {
      throw error;
    };
    const member = plainMember(record, timing);
    return { ...member, createUnit, settings: { problem: error.message }, restart: NO_RESTART };
  }
}

async function memberOf(options: SourceOptions): Promise<StackMember> {
  const { record, timing } = options;
  const { form } = record;
  if (form.kind === 'resolved') return ofStack(form.service, options);
  if (form.kind === 'entry') return ofStack(await resolveEntry(form.service, options), options);
  const source = form.kind === 'object' ? objectSource(form.service, options) : definitionSource(form.service, options);
  return { ...plainMember(record, timing), ...source };
}

function plainMember(
  { name, dependencies, critical, isManual }: ServiceRecord,
  timing: ServiceTiming,
): Omit<StackMember, 'settings' | 'createUnit'> {
  return {
    ...{ name, dependsOn: dependencies, critical },
    restart: isManual ? { ...timing.restart, ...MANUAL_RESTART } : timing.restart,
    liveness: timing.liveness,
    stopGraceMs: timing.shutdownMs,
    restartWithDependencies: false,
    rolling: false,
  };
}

/** What a stack says of the service stays as it is; the manager knows it by the name of its registration. */
function ofStack(service: ResolvedService, options: SourceOptions): StackMember {
  const { definition, breaker: _breaker, bulkhead: _bulkhead, ...named } = service;
  const { origins: _origins, serviceId: _serviceId, ...member } = named;
  const { name, dependencies } = options.record;
  const { createUnit } = definitionSource(definition, options);
  return { ...member, name, dependsOn: [...new Set([...member.dependsOn, ...dependencies])], createUnit };
}

/** Read as if it stood alone in a stack file; on whom it depends is the manager's to know. */
async function resolveEntry(entry: StackEntry, { record, parts }: SourceOptions): Promise<ResolvedService> {
  const { dependencies: _dependencies, dependsOn: _dependsOn, ...alone } = entry;
  const { projectFolder, services } = parts.runtime();
  const stack = parseStackFile(JSON.stringify({ services: { [record.name]: alone } }), {
    file: join(projectFolder, `the definition of "${record.name}"`),
    variables: parts.environment,
  });
  const resolved = await resolveStack(stack, { resolveService: (id, from) => services.define(id, from) });
  const [service] = resolved.services;
  if (!service) throw noStartError(record.name);
  return { ...service, dependsOn: [] };
}
