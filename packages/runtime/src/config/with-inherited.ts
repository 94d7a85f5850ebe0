import { inheritedVariables } from '../engine/process/inherited-variables';
import type { Variables } from './interpolate';
import type { ResolvedService } from './resolved-stack';

/** The service as one that is replaced when a variable of the user changes that its process gets. */
export function withInherited(service: ResolvedService, variables: Variables): ResolvedService {
  const { cache, process } = service.definition;
  if (!process) return service;
  const inherited = inheritedVariables(variables, [...(process.inherit ?? []), ...(cache ? [cache.variable] : [])]);
  return Object.keys(inherited).length === 0 ? service : { ...service, settings: { ...service.settings, inherited } };
}
