import { didYouMean, isMediaConduitError } from '@mediaconduit/sdk';
import { DependencyGraph } from '../supervisor/dependency-graph';
import type { ClaraService } from './clara-service';

/** What is wrong with services before they are started, as sentences; none for services that fit together. */
export function validateServiceConfiguration(services: Readonly<Record<string, ClaraService>>): string[] {
  const entries = Object.entries(services);
  return [
    ...cycles(services),
    ...entries.flatMap(([name, service]) => [
      ...unknownDependencies(name, service, Object.keys(services)),
      ...startProblems(name, service),
    ]),
  ];
}

function cycles(services: Readonly<Record<string, ClaraService>>): string[] {
  const nodes = Object.entries(services).map(([name, { dependencies = [] }]) => {
    return { name, dependsOn: dependencies.filter((needed) => needed in services) };
  });
  try {
    new DependencyGraph(nodes);
    return [];
  } catch (thrown) {
    if (isMediaConduitError(thrown, 'MC_DEPENDENCY_CYCLE')) return [thrown.message];
    throw thrown;
  }
}

function unknownDependencies(name: string, { dependencies = [] }: ClaraService, known: readonly string[]): string[] {
  return dependencies
    .filter((needed) => !known.includes(needed))
    .map((needed) => {
      const guess = didYouMean(needed, known);
      return `Service ${name} depends on ${needed} which is not enabled${guess === undefined ? '' : ` (${guess})`}`;
    });
}

function startProblems(name: string, service: ClaraService): string[] {
  const { binaryPath, customStart, dockerContainer, manual, modulePath, start, type } = service;
  if (start ?? customStart ?? modulePath ?? manual) return [];
  if (type === 'binary' && !binaryPath) return [`Service ${name} is a binary without a binaryPath`];
  if (type === 'docker-container' && !dockerContainer?.image)
    return [`Service ${name} is a container without an image`];
  if (binaryPath ?? dockerContainer) return [];
  return [`Service ${name} has no start: give it start, binaryPath, dockerContainer or modulePath`];
}
