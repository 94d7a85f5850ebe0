import { didYouMean } from '../error/nearest-names';
import { findCycles } from './find-cycles';
import type { ManifestNode } from './manifest-node';
import { readDependsOn } from './read-stack-settings';
import type { StackService } from './stack-definition';

/** Notes every name in a stack file that stands for nothing, and every circle of dependencies. */
export function checkStackNames(root: ManifestNode, services: readonly StackService[]): void {
  const known = services.map(({ name }) => name);
  const groups = root.at('groups').entries.map(([name]) => name);
  for (const [, entry] of root.at('services').entries) {
    const platforms = entry.at('platforms').entries.map(([, platform]) => platform);
    for (const place of [entry, ...platforms]) {
      for (const { name, node } of readDependsOn(place.at('dependsOn')) ?? []) checkName(node, name, 'service', known);
      const group = place.at('group');
      if (group.text !== undefined) checkName(group, group.text, 'group', groups);
    }
  }
  for (const [, feature] of root.at('features').entries) {
    for (const item of [...feature.items, ...feature.at('services').items]) {
      checkName(item, item.text ?? '', 'service', known);
    }
  }
  checkCycles(root, services);
}

function checkName(node: ManifestNode, name: string, kind: 'service' | 'group', known: readonly string[]): void {
  if (known.includes(name)) return;
  const choice = known.length > 0 ? `write ${known.slice(0, 10).join(' or ')}` : `add it under "${kind}s"`;
  node.problem(`the stack has no ${kind} "${name}"`, { hint: didYouMean(name, known) ?? choice });
}

function checkCycles(root: ManifestNode, services: readonly StackService[]): void {
  const needs = services.map(({ name, settings, platformSettings }) => {
    return [name, platformSettings.dependsOn ?? settings.dependsOn ?? []] as const;
  });
  for (const cycle of findCycles(new Map(needs))) {
    const text = `services depend on each other in a circle: ${cycle.join(' → ')}`;
    const details = { code: 'MC_DEPENDENCY_CYCLE', facts: { cycle } } as const;
    root.at('services').keyProblem(cycle[0] ?? '', text, 'remove one of these dependencies', details);
  }
}
