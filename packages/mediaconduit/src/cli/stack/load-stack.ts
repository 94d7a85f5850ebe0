import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import {
  parseStackFile,
  resolveStack,
  type ResolvedStack,
  type StackDefinition,
} from '@mediaconduit/runtime/supervision';
import { withEnvFile } from '../load-env-file';
import type { Session } from '../session';

/** Features to switch; all are on when it is missing. */
export type Features = Readonly<Record<string, boolean>>;

/** A stack as the supervisor would see it. */
export interface LoadedStack {
  readonly definition: StackDefinition;
  readonly resolved: ResolvedStack;
}

/**
 * Reads the text of a stack file and finds every service that it names, on this machine and without starting anything.
 * @throws `MC_STACK_INVALID` with every problem and its place.
 */
export async function loadStack(
  session: Session,
  file: string,
  text: string,
  features?: Features,
): Promise<LoadedStack> {
  const projectFolder = dirname(file);
  const environment = withEnvFile(projectFolder, session.host.environment);
  const machine = { memoryBytes: totalmem(), cpus: availableParallelism() };
  const definition = parseStackFile(text, { file, variables: environment, machine });
  await using runtime = session.host.createRuntime({ projectFolder, environment });
  const resolved = await resolveStack(definition, {
    features: features ?? Object.fromEntries(Object.keys(definition.features).map((name) => [name, true])),
    resolveService: (identifier, from) => runtime.services.define(identifier, from),
  });
  return { definition, resolved };
}
