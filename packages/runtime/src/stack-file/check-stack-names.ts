import { didYouMean } from '@mediaconduit/sdk';
import type { ManifestNode } from '@mediaconduit/sdk/manifest';
import { findCycles } from './find-cycles';
import { readDependsOn } from './read-stack-settings';
import type { StackService } from './stack-definition';

/** Looking up what was meant takes time; beyond this number of unknown names nobody reads it. */
const MOST_LOOKED_UP = 50;

interface NamedThing {
  readonly node: ManifestNode;
  readonly name: string;
  readonly kind: 'service' | 'group';
}

/** Notes every name in a stack file that stands for nothing, and every circle of dependencies. */
export function checkStackNames(root: ManifestNode, services: readonly StackService[]): void {
  const known = {
    service: new Set(services.map(({ name }) => name)),
    group: new Set(root.at('groups').entries.map(([name]) => name)),
  };
  const unknown = namedThings(root).filter(({ kind, name }) => !known[kind].has(name));
  for (const [index, { node, name, kind }] of unknown.entries()) {
    const choice = [...known[kind]].slice(0, 10).join(' or ');
    const meant = index < MOST_LOOKED_UP ? didYouMean(name, known[kind]) : undefined;
    const hint = meant ?? (choice === '' ? `add it under "${kind}s"` : `write ${choice}`);
    node.problem(`the stack has no ${kind} "${name}"`, { hint });
  }
  checkCycles(root, services);
}

function namedThings(root: ManifestNode): NamedThing[] {
  const entries = root.at('services').entries.flatMap(([, entry]) => {
    return [entry, ...entry.at('platforms').entries.map(([, platform]) => platform)];
  });
  const features = root.at('features').entries.flatMap(([, node]) => [...node.items, ...node.at('services').items]);
  const needed = entries.flatMap((entry) => readDependsOn(entry.at('dependsOn')) ?? []);
  const groups = entries.map((entry) => entry.at('group')).filter(({ exists }) => exists);
  return [
    ...needed.map(({ name, node }) => ({ name, node, kind: 'service' }) as const),
    ...features.map((node) => ({ name: node.text ?? '', node, kind: 'service' }) as const),
    ...groups.map((node) => ({ name: node.text ?? '', node, kind: 'group' }) as const),
  ];
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
