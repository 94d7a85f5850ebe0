import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import type { ResolvedService, ResolvedStack, ValueOrigin } from './resolved-stack';
import { redacted } from './redact-value';

/** One value of a service and who said it. */
export interface ExplainedValue {
  /** `environment.PORT` */
  readonly path: string;
  /** For people: those of secrets are hidden. */
  readonly value: unknown;
  readonly origin: ValueOrigin;
}

/**
 * Where each value of a service comes from, in the order of their paths.
 * @throws `MC_SERVICE_NOT_FOUND` when the stack has none of the name.
 */
export function explainService(stack: ResolvedStack, name: string): ExplainedValue[] {
  const service = stack.services.find((one) => one.name === name);
  if (!service) {
    const names = stack.services.map((one) => one.name);
    throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `The stack "${stack.name}" has no service "${name}".`, {
      hint: didYouMean(name, names) ?? `services of it: ${names.join(', ') || 'none'}`,
      facts: { service: name, stack: stack.name },
    });
  }
  const paths = Object.entries(service.origins).sort(([a], [b]) => a.localeCompare(b));
  return paths.map(([path, origin]) => ({ path, value: redacted(path, valueAt(service, path)), origin }));
}

function valueAt({ definition, ...member }: ResolvedService, path: string): unknown {
  const [key = '', ...rest] = path.split('.');
  const held = memberOf({ ...definition, ...member }, key);
  return rest.length === 0 ? held : memberOf(held, rest.join('.'));
}

function memberOf(held: unknown, key: string): unknown {
  const pairs: [string, unknown][] = typeof held === 'object' && held !== null ? Object.entries(held) : [];
  return pairs.find(([name]) => name === key)?.[1];
}
