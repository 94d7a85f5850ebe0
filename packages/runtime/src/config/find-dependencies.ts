import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { StackDefinition, StackService } from '../stack-file/stack-definition';
import type { StackProblems } from './stack-problems';

/** What the dependencies of one entry are found with. */
export interface EntryContext {
  readonly stack: StackDefinition;
  readonly entry: StackService;
  readonly definition: ServiceDefinition;
  /** The definitions of all entries that are switched on, by name. */
  readonly found: ReadonlyMap<string, ServiceDefinition>;
  readonly problems: StackProblems;
}

/**
 * The entries that a service depends on: those that the stack file names, else those that stand for the services that
 * its manifest names. Notes a problem for one that is not there, or not switched on.
 */
export function findDependencies(context: EntryContext): string[] {
  const { stack, entry, definition, found, problems } = context;
  const { name, settings, platformSettings } = entry;
  const named = platformSettings.dependsOn ?? settings.dependsOn;
  if (named) {
    for (const needed of named.filter((one) => !found.has(one))) {
      problems.add(`services.${name}.dependsOn`, `"${needed}", which "${name}" depends on, is not switched on`, {
        hint: `switch on ${featuresOf(stack, needed).join(' or ')}, or take it from dependsOn`,
      });
    }
    return [...named];
  }
  return definition.dependsOn.flatMap((id) => entriesFor(id, context));
}

/** The one entry that stands for a service. */
function entriesFor(id: string, { entry, definition, found, problems }: EntryContext): string[] {
  if (found.has(id)) return [id];
  const entries = [...found].filter(([, other]) => other.id === id).map(([name]) => name);
  if (entries.length === 1) return entries;
  const several = entries.length > 1;
  const what = several ? 'several entries are' : 'the stack does not have';
  problems.add(`services.${entry.name}`, `the service "${definition.id}" depends on "${id}", which ${what}`, {
    hint: several ? `write dependsOn: [${entries.join(' or ')}]` : `add "${id}", or write dependsOn: []`,
  });
  return [];
}

function featuresOf(stack: StackDefinition, service: string): string[] {
  const features = Object.entries(stack.features).filter(([, { services }]) => services.includes(service));
  return features.map(([name]) => `the feature "${name}"`);
}
