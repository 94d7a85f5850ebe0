import type { EngineName, ServiceDefinition } from '@mediaconduit/sdk';
import type { StackDefinition, StackService } from '../stack-file/stack-definition';
import { DependencyGraph } from '../supervisor/dependency-graph';
import { findDependencies, type EntryContext } from './find-dependencies';
import { joinService } from './join-service';
import type { ResolvedService, ResolvedStack, StackInputs } from './resolved-stack';
import { selectServices } from './select-services';
import { layerSettings } from './setting-layers';
import { scopeOf } from './stack-id';
import { StackProblems } from './stack-problems';
import { withInherited } from './with-inherited';

/** What a stack is resolved with. */
export interface ResolveStackOptions extends Partial<StackInputs> {
  /** The definition of a service from its identifier and the folder to look from, as `ServiceResolver.resolve`. */
  readonly resolveService: (identifier: string, from: string) => Promise<ServiceDefinition>;
}

/**
 * Finds the definition of every service that is switched on and lays what the stack file says over it.
 * @throws `MC_STACK_INVALID` with every problem and its place; `MC_DEPENDENCY_CYCLE` for a circle through manifests.
 */
export async function resolveStack(stack: StackDefinition, options: ResolveStackOptions): Promise<ResolvedStack> {
  const problems = new StackProblems(stack);
  const scope = scopeOf(stack);
  const inputs: StackInputs = { features: options.features ?? {}, variables: options.variables ?? {} };
  const entries = selectServices(stack, inputs.features, problems);
  const found = await findDefinitions(stack, entries, options, problems);
  problems.throwIfAny();
  const services = entries.flatMap((entry) => {
    const definition = found.get(entry.name);
    if (!definition) return [];
    const service = resolveEntry({ stack, entry, definition, found, problems });
    return [withInherited({ ...service, settings: { ...service.settings, scope } }, inputs.variables)];
  });
  problems.throwIfAny();
  new DependencyGraph(services); // circles may lead through manifests, which the file alone does not show
  const { name, file, providers, groups } = stack;
  return { name, scope, file, providers, groups, inputs, services };
}

/** The definitions by the name of their entry. */
async function findDefinitions(
  stack: StackDefinition,
  entries: readonly StackService[],
  { resolveService }: ResolveStackOptions,
  problems: StackProblems,
): Promise<Map<string, ServiceDefinition>> {
  const found = new Map<string, ServiceDefinition>();
  const looked = await Promise.allSettled(
    entries.map(async ({ name, use, definition }) => definition ?? resolveService(use ?? name, stack.folder)),
  );
  for (const [index, { name, use }] of entries.entries()) {
    const result = looked[index];
    if (result?.status === 'fulfilled') found.set(name, result.value);
    else problems.addError(`services.${name}${use === name ? '' : '.use'}`, result?.reason);
  }
  return found;
}

function resolveEntry(context: EntryContext): ResolvedService {
  const { stack, entry, definition, problems } = context;
  const dependsOn = findDependencies(context);
  const service = joinService(entry.name, definition, layerSettings(stack, entry, { ...definition, dependsOn }));
  for (const engine of service.definition.engines.filter((one) => !hasEngine(definition, one))) {
    problems.add(`services.${entry.name}.engines`, `the service "${definition.id}" has no way to run on ${engine}`, {
      hint: `its manifest describes ${ENGINES.filter((one) => hasEngine(definition, one)).join(' and ') || 'none'}`,
    });
  }
  return service;
}

const ENGINES: readonly EngineName[] = ['docker', 'process', 'remote'];

function hasEngine(definition: ServiceDefinition, engine: EngineName): boolean {
  return definition[engine === 'remote' ? 'url' : engine] !== undefined;
}
