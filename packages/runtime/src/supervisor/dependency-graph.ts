import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';

/** What a graph has to know of its nodes. */
export interface GraphNode {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/** Who needs whom, without circles. */
export class DependencyGraph<T extends GraphNode = GraphNode> {
  readonly #nodes = new Map<string, T>();
  readonly #dependants = new Map<string, string[]>();
  /** Every name behind all that it depends on. */
  readonly order: readonly string[];

  /**
   * @throws `MC_STACK_INVALID` for two nodes of one name, and for a dependency that is not there; `MC_DEPENDENCY_CYCLE`
   *   with the path.
   */
  constructor(nodes: Iterable<T>) {
    for (const node of nodes) {
      if (this.#nodes.has(node.name)) throw twiceError(node.name);
      this.#nodes.set(node.name, node);
    }
    for (const node of this.#nodes.values()) this.#link(node);
    this.order = this.#sort();
  }

  has(name: string): boolean {
    return this.#nodes.has(name);
  }

  get(name: string): T | undefined {
    return this.#nodes.get(name);
  }

  dependantsOf(name: string): readonly string[] {
    return this.#dependants.get(name) ?? [];
  }

  /** The names and all that they need, directly or not, in the order of a start. */
  withDependencies(names: Iterable<string>): string[] {
    return this.#reachable(names, (name) => this.#nodes.get(name)?.dependsOn ?? []);
  }

  /** The names and all that needs them, directly or not, in the order of a start. `follow` may leave some out. */
  withDependants(names: Iterable<string>, follow: (node: T) => boolean = () => true): string[] {
    return this.#reachable(names, (name) =>
      this.dependantsOf(name).filter((dependant) => follow(this.#nodes.get(dependant) as T)),
    );
  }

  #link({ name, dependsOn }: T): void {
    for (const needed of dependsOn) {
      if (!this.#nodes.has(needed)) throw unknownError(name, needed, this.#nodes.keys());
      const known = this.#dependants.get(needed) ?? [];
      if (!known.includes(name)) this.#dependants.set(needed, [...known, name]);
    }
  }

  #reachable(names: Iterable<string>, next: (name: string) => readonly string[]): string[] {
    const found = new Set<string>();
    const open = [...names];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      open.push(...next(name));
    }
    return this.order.filter((name) => found.has(name));
  }

  /** Depth first; a node that is met again on its own path closes a circle. */
  #sort(): string[] {
    const done = new Set<string>();
    const path: string[] = [];
    const visit = (name: string): void => {
      if (done.has(name)) return;
      if (path.includes(name)) throw cycleError([...path.slice(path.indexOf(name)), name]);
      path.push(name);
      for (const needed of this.#nodes.get(name)?.dependsOn ?? []) visit(needed);
      path.pop();
      done.add(name);
    };
    for (const name of this.#nodes.keys()) visit(name);
    return [...done];
  }
}

function twiceError(name: string): MediaConduitError {
  return new MediaConduitError('MC_STACK_INVALID', `The stack has two members of the name "${name}".`, {
    hint: 'give each a name of its own',
    facts: { name },
  });
}

function unknownError(name: string, needed: string, known: Iterable<string>): MediaConduitError {
  return new MediaConduitError('MC_STACK_INVALID', `"${name}" depends on "${needed}", which is not in the stack.`, {
    hint: didYouMean(needed, known) ?? `add "${needed}" to the stack, or take it from dependsOn of "${name}"`,
    facts: { name, dependsOn: needed },
  });
}

function cycleError(path: readonly string[]): MediaConduitError {
  return new MediaConduitError('MC_DEPENDENCY_CYCLE', `These depend on each other in a circle: ${path.join(' → ')}.`, {
    hint: 'take one of these dependencies away',
    facts: { path },
  });
}
