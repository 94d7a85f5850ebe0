import { MediaConduitError } from '@mediaconduit/sdk';
import type { DependencyGraph } from './dependency-graph';
import type { StackMember } from './stack-member';

/**
 * A member that needs more of a group than may run at once could never start.
 * @throws `MC_STACK_INVALID`
 */
export function checkGroups(graph: DependencyGraph<StackMember>, placesOf: (group: string) => number): void {
  for (const name of graph.order) {
    const groups = new Map<string, string[]>();
    for (const needed of graph.withDependencies([name])) {
      const group = graph.get(needed)?.group;
      if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), needed]);
    }
    for (const [group, needed] of groups) {
      if (needed.length > placesOf(group)) throw crowdedError(name, group, needed, placesOf(group));
    }
  }
}

function crowdedError(name: string, group: string, needed: readonly string[], places: number): MediaConduitError {
  const message = `"${name}" could never run: it needs ${needed.join(', ')} at once, and of the group "${group}" only ${places} may run.`;
  return new MediaConduitError('MC_STACK_INVALID', message, {
    hint: `let more members of the group run, or take one of them out of it`,
    facts: { name, group, needed, places },
  });
}
