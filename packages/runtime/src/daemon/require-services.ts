import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import type { ResolvedStack, StackInputs } from '../config/resolved-stack';
import { readStackText } from '../stack-file/read-stack-text';
import type { UpRequest } from './protocol';
import type { StackHostParts } from './stack-host-parts';

/** @throws `MC_SERVICE_NOT_FOUND` for a name that no service of the stack has. */
export function requireServices({ name: stack, services }: ResolvedStack, names: readonly string[]): void {
  const known = services.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `The stack ${stack} has no service "${unknown}".`, {
    hint: didYouMean(unknown, known) ?? `known: ${known.join(', ') || 'none'}`,
    facts: { service: unknown, services: known },
  });
}

/**
 * Looks at what the stack would be, so that nothing has changed when a service of the request is not in it. A text that
 * cannot be used is left to whoever applies it.
 * @throws `MC_SERVICE_NOT_FOUND`
 */
export async function refuseUnknownServices(
  { environment, features, services, text }: UpRequest,
  { file, resolve }: Pick<StackHostParts, 'file' | 'resolve'>,
): Promise<void> {
  if (services.length === 0) return;
  const inputs: StackInputs = { features, variables: environment };
  let stack: ResolvedStack;
  try {
    stack = await resolve(text ?? (await readStackText(file)), inputs);
  } catch {
    return;
  }
  requireServices(stack, services);
}
