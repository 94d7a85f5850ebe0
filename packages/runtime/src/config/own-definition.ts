import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { ResolvedService, ResolvedStack } from './resolved-stack';

/**
 * What the engine runs for a service of a stack: two stacks have a redis each, with volumes of its own. What a service has
 * downloaded is the same for all. No name of a stack or service holds a `_`, so no two of them make the same id.
 */
export function ownDefinition(
  { scope }: Pick<ResolvedStack, 'scope'>,
  { definition, serviceId }: Pick<ResolvedService, 'definition' | 'serviceId'>,
): ServiceDefinition {
  const { cache, id } = definition;
  return { ...definition, id: `${scope}_${id}`, ...(cache && { cache: { ...cache, owner: serviceId } }) };
}

/** Ids, as engines know them, of what is not part of the stack any more. */
export function removedIds(before: ResolvedStack | undefined, after: ResolvedStack): string[] {
  const present = ownIds(after);
  return before ? ownIds(before).filter((id) => !present.includes(id)) : [];
}

function ownIds(stack: ResolvedStack): string[] {
  return stack.services.map((service) => ownDefinition(stack, service).id);
}
