import type { ComponentDefinition } from './component';
import type { HealthVerdict } from './health/health-result';

type Method = (...values: unknown[]) => unknown;

/** Makes a new instance ready, by its definition or by what it brings itself. */
export async function initializeInstance(
  definition: ComponentDefinition,
  instance: unknown,
  signal: AbortSignal,
): Promise<void> {
  if (definition.initialize) await definition.initialize(instance, signal);
  else await methodOf(instance, ['initialize', 'start'])?.();
}

/** Ends an instance, by its definition or by what it brings itself. */
export async function shutDownInstance(definition: ComponentDefinition, instance: unknown): Promise<void> {
  if (definition.shutdown) await definition.shutdown(instance);
  else await methodOf(instance, ['shutdown', 'stop', Symbol.asyncDispose, Symbol.dispose])?.();
}

/** Looks at an instance; one that cannot be asked is healthy. */
export async function checkInstance(
  definition: Pick<ComponentDefinition, 'healthCheck'>,
  instance: unknown,
  signal: AbortSignal,
): Promise<boolean | HealthVerdict> {
  if (definition.healthCheck) return definition.healthCheck(instance, signal);
  const own = methodOf(instance, ['healthCheck']);
  return own ? ((await own(signal)) as boolean | HealthVerdict) : true; // anything but a verdict counts as yes or no
}

function methodOf(instance: unknown, names: readonly (string | symbol)[]): Method | undefined {
  if ((typeof instance !== 'object' && typeof instance !== 'function') || instance === null) return undefined;
  for (const name of names) {
    const member: unknown = Reflect.get(instance, name);
    if (typeof member === 'function') return member.bind(instance) as Method;
  }
  return undefined;
}
