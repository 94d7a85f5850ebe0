import { isDeepStrictEqual } from 'node:util';
import type { ApplyReport } from './apply-report';
import { checkGroups } from './check-groups';
import { DependencyGraph } from './dependency-graph';
import type { Stack } from './stack';
import type { StackMember } from './stack-member';
import { failureOf, StartCall } from './start-call';
import type { UnitFailure } from './start-report';
import { dismissAll, SupervisedUnit } from './supervised-unit';

/** Makes the members the wanted set of the stack; see `Supervisor.apply`. */
export async function applyMembers(
  stack: Stack,
  members: readonly StackMember[],
  { start }: { readonly start: boolean },
): Promise<ApplyReport> {
  const graph = new DependencyGraph(members);
  checkGroups(graph, (group) => stack.placesOf(group));
  const difference = compare(stack.graph, graph);
  const following = followers(stack, graph, difference.changed);
  stack.graph = graph;
  for (const member of members) addUnit(stack, member);
  const concerned = graph.order.filter((name) => !difference.unchanged.includes(name) || following.includes(name));
  const call = new StartCall(
    stack,
    concerned.filter((name) => (start && difference.added.includes(name)) || isWanted(stack, name)),
  );

  for (const name of [...graph.order].reverse()) {
    const [unit, member] = [stack.units.get(name), graph.get(name)];
    if (member) unit?.assign(member);
    if (following.includes(name)) unit?.renew();
  }
  const leaving = [...stack.units.values()].filter(({ name }) => !graph.has(name)); // also of earlier sets
  dismissAll(leaving);
  const added = start ? difference.added : [];
  const wanted = graph.order.filter((name) => isWanted(stack, name));
  for (const name of graph.withDependencies([...wanted, ...added])) {
    stack.units.get(name)?.want({ retry: difference.added.includes(name) });
  }
  await call.settled({ patient: true });
  return { ...difference, failed: [...call.failed, ...(await bury(stack, leaving))] };
}

type Difference = Omit<ApplyReport, 'failed'>;

function compare(before: DependencyGraph<StackMember>, after: DependencyGraph<StackMember>): Difference {
  const isUnchanged = (name: string): boolean =>
    isDeepStrictEqual(before.get(name)?.settings, after.get(name)?.settings) &&
    before.get(name)?.group === after.get(name)?.group;
  const kept = after.order.filter((name) => before.has(name));
  return {
    added: after.order.filter((name) => !before.has(name)),
    changed: kept.filter((name) => !isUnchanged(name)),
    removed: before.order.filter((name) => !after.has(name)),
    unchanged: kept.filter(isUnchanged),
  };
}

/**
 * Units that are restarted because what they depend on is, and that have to end before it does. Those that roll are
 * not among them: they follow when it is back.
 */
export function followers(stack: Stack, graph: DependencyGraph<StackMember>, names: readonly string[]): string[] {
  const rolls = (name: string): boolean => stack.units.get(name)?.facts.rolls ?? false;
  const ending = names.filter((name) => !rolls(name));
  const follows = ({ name, restartWithDependencies }: StackMember): boolean =>
    restartWithDependencies && isWanted(stack, name) && !rolls(name);
  return graph.withDependants(ending, follows).filter((name) => !names.includes(name));
}

function addUnit(stack: Stack, member: StackMember): void {
  if (!stack.units.has(member.name)) stack.units.set(member.name, new SupervisedUnit(member, stack));
}

function isWanted(stack: Stack, name: string): boolean {
  return stack.units.get(name)?.facts.wanted ?? false;
}

/** Waits for the end of the removed ones; one that cannot be stopped stays to be seen. */
async function bury(stack: Stack, units: readonly SupervisedUnit[]): Promise<UnitFailure[]> {
  await stack.watch.until(() => units.every(({ facts }) => facts.isGone || facts.isStuck || facts.wanted) || undefined);
  for (const unit of units.filter(({ facts }) => facts.isGone)) {
    unit.close();
    stack.units.delete(unit.name);
  }
  return units.filter(({ facts }) => facts.isStuck).map(failureOf);
}
