import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import { DependencyGraph, type GraphNode } from '../supervisor/dependency-graph';
import { lifecycleOf, type ComponentDefinition } from './component';

interface ComponentNode extends GraphNode {
  readonly definition: ComponentDefinition;
}

/** What was registered, by name. */
export class ComponentRegistry {
  readonly #definitions = new Map<string, ComponentDefinition>();

  /** @throws `MC_USAGE` when the name is taken. */
  add(definition: ComponentDefinition): void {
    const { name } = definition;
    if (this.#definitions.has(name)) {
      throw new MediaConduitError('MC_USAGE', `There is a component "${name}" already.`, {
        hint: 'register each name once; for a second one of the same kind use addInstance()',
        facts: { name },
      });
    }
    this.#definitions.set(name, definition);
  }

  has(name: string): boolean {
    return this.#definitions.has(name);
  }

  /** @throws `MC_SERVICE_NOT_FOUND` for an unknown name. */
  get(name: string): ComponentDefinition {
    const found = this.#definitions.get(name);
    if (found) return found;
    throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `There is no component "${name}".`, {
      hint: didYouMean(name, this.#definitions.keys()) ?? 'add it with register()',
      facts: { name },
    });
  }

  all(): ComponentDefinition[] {
    return [...this.#definitions.values()];
  }

  singletons(): ComponentDefinition[] {
    return this.all().filter((definition) => lifecycleOf(definition) === 'singleton');
  }

  /** What it needs that is no singleton: made for it or for its scope, and to be ended with that. */
  unsharedBehind(name: string): string[] {
    const needed = this.get(name).dependencies ?? [];
    return needed.filter((one) => this.has(one) && lifecycleOf(this.get(one)) !== 'singleton');
  }

  /** @throws `MC_DEPENDENCY_CYCLE` with the path, when making it would have to make it first. */
  refuseCircle(name: string): void {
    const reached = new Set([name]);
    for (const one of reached) this.unsharedBehind(one).forEach((needed) => reached.add(needed));
    new DependencyGraph([...reached].map((one) => ({ name: one, dependsOn: this.unsharedBehind(one) })));
  }

  /** The singletons that one of them needs, directly or by way of others that are made only for it. */
  singletonsBehind(name: string): string[] {
    const behind = (this.get(name).dependencies ?? []).flatMap((needed) =>
      lifecycleOf(this.get(needed)) === 'singleton' ? [needed] : this.singletonsBehind(needed),
    );
    return [...new Set(behind)];
  }

  /**
   * Every name behind all that it depends on.
   * @throws `MC_STACK_INVALID` for a dependency that is not there, and for a singleton that would hold something of a scope;
   *   `MC_DEPENDENCY_CYCLE` with the path.
   */
  order(): readonly string[] {
    const nodes = this.all().map((definition): ComponentNode => ({
      name: definition.name,
      dependsOn: definition.dependencies ?? [],
      definition,
    }));
    const { order } = new DependencyGraph(nodes);
    for (const { name } of this.singletons()) this.#refuseScoped(name, [name]);
    return order;
  }

  /** It would outlive the scope. */
  #refuseScoped(name: string, path: readonly string[]): void {
    for (const needed of this.get(name).dependencies ?? []) {
      const lifecycle = lifecycleOf(this.get(needed));
      if (lifecycle === 'scoped') {
        const way = [...path, needed].join(' → ');
        throw new MediaConduitError('MC_STACK_INVALID', `A singleton cannot hold something of a scope: ${way}.`, {
          hint: `make "${path[0]}" scoped, or "${needed}" a singleton`,
          facts: { path: [...path, needed] },
        });
      }
      if (lifecycle === 'transient') this.#refuseScoped(needed, [...path, needed]);
    }
  }
}
