import { lifecycleOf, type ComponentContext, type ComponentDefinition } from './component';
import type { ComponentRegistry } from './component-registry';
import type { MadeInstance } from './component-unit';
import { initializeInstance, shutDownInstance } from './instance-methods';

/** Where an instance gets from what it is made of. */
export interface InstanceSurroundings {
  readonly registry: ComponentRegistry;
  /** What runs now. @throws when it does not. */
  readonly singleton: (name: string) => unknown;
  /** The one of the scope; missing outside of scopes. */
  readonly scoped?: (name: string) => Promise<unknown>;
  readonly context: Omit<ComponentContext, 'signal'>;
}

/** Makes an instance with what it needs; `release` ends what was made only for it, the instance itself not. */
export async function makeInstance(
  definition: ComponentDefinition,
  around: InstanceSurroundings,
  signal: AbortSignal,
): Promise<MadeInstance> {
  around.registry.refuseCircle(definition.name);
  const own: MadeInstance[] = [];
  const release = async (): Promise<void> => {
    for (const made of own.splice(0).reverse()) await made.release();
  };
  try {
    const dependencies = await gather(definition, around, { own, signal });
    const instance = await construct(definition, dependencies, { ...around.context, signal });
    return { instance, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** A ready instance of something that is made for one user only; `release` ends it with all that was made for it. */
export async function makeReadyInstance(
  definition: ComponentDefinition,
  around: InstanceSurroundings,
  signal: AbortSignal,
): Promise<MadeInstance> {
  const { instance, release } = await makeInstance(definition, around, signal);
  const end = async (): Promise<void> => {
    try {
      await shutDownInstance(definition, instance);
    } finally {
      await release();
    }
  };
  try {
    await initializeInstance(definition, instance, signal);
    return { instance, release: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/**
 * Singletons are read when they are needed, so that one made anew is seen; all else is made now. Only a start without the
 * mesh gets here with a name that nobody registered.
 */
async function gather(
  definition: ComponentDefinition,
  around: InstanceSurroundings,
  { own, signal }: { readonly own: MadeInstance[]; readonly signal: AbortSignal },
): Promise<Readonly<Record<string, unknown>>> {
  const dependencies: Record<string, unknown> = {};
  for (const name of definition.dependencies ?? []) {
    const needed = around.registry.has(name) ? around.registry.get(name) : undefined;
    const lifecycle = needed && lifecycleOf(needed);
    if (!needed || lifecycle === 'singleton') {
      Object.defineProperty(dependencies, name, { enumerable: true, get: () => around.singleton(name) });
    } else if (lifecycle === 'scoped' && around.scoped) {
      dependencies[name] = await around.scoped(name);
    } else {
      const made = await makeReadyInstance(needed, around, signal);
      own.push(made);
      dependencies[name] = made.instance;
    }
  }
  return dependencies;
}

async function construct(
  definition: ComponentDefinition,
  dependencies: Readonly<Record<string, unknown>>,
  context: ComponentContext,
): Promise<unknown> {
  if ('instance' in definition) return definition.instance;
  return 'class' in definition ? new definition.class(dependencies) : definition.factory(dependencies, context);
}
