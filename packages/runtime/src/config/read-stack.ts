import { availableParallelism, totalmem } from 'node:os';
import type { ServiceResolver } from '../service/service-resolver';
import { parseStackFile } from '../stack-file/parse-stack-file';
import type { Variables } from './interpolate';
import { resolveStack } from './resolve-stack';
import type { ResolvedStack } from './resolved-stack';
import type { FeatureSwitches } from './select-services';

/** What the text of a stack file is read with. */
export interface ReadStackOptions {
  /** Absolute path of the stack file. */
  readonly file: string;
  /** The user's variables. */
  readonly variables: Variables;
  readonly resolver: Pick<ServiceResolver, 'resolve'>;
  /** Default: as the stack file says. */
  readonly features?: FeatureSwitches;
}

/**
 * The stack that a text describes on this machine.
 * @throws as `parseStackFile` and `resolveStack`.
 */
export async function readStack(
  text: string,
  { file, variables, resolver, features }: ReadStackOptions,
): Promise<ResolvedStack> {
  const machine = { memoryBytes: totalmem(), cpus: availableParallelism() };
  const definition = parseStackFile(text, { file, variables, machine });
  return resolveStack(definition, { features, variables, resolveService: (use, from) => resolver.resolve(use, from) });
}
