import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { ResolvedService, ResolvedStack } from './resolved-stack';

/**
 * What the engine runs for a service of a stack. It is named as compose names containers: two stacks have a redis each,
 * with volumes of its own. What a service has downloaded is the same for all.
 */
export function ownDefinition(
  { name }: Pick<ResolvedStack, 'name'>,
  { definition, serviceId }: Pick<ResolvedService, 'definition' | 'serviceId'>,
): ServiceDefinition {
  const { cache, id } = definition;
  return { ...definition, id: `${name}-${id}`, ...(cache && { cache: { ...cache, owner: serviceId } }) };
}
