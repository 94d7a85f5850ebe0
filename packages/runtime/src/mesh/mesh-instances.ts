import { MediaConduitError } from '@mediaconduit/sdk';
import type { ComponentDefinition } from './component';
import type { HealthChecker } from './health/health-checker';
import { checkInstance } from './instance-methods';
import { InstancePool, type PooledInstance } from './instance-pool';

/** How a further instance is taken in. */
export interface InstanceOptions {
  /** Default: `instance-2`, `instance-3` and so on. */
  readonly id?: string;
  /** Default: that of the component, else the instance's own `healthCheck()`. */
  readonly healthCheck?: ComponentDefinition['healthCheck'];
}

interface Added {
  readonly id: string;
  readonly instance: unknown;
  /** The name of its check. */
  readonly check: string;
}

/** What the mesh itself runs under a name, when it does. */
export type MainInstance = (name: string) => PooledInstance | undefined;

/** Further instances beside those that the mesh runs: old objects that are migrated one by one, or copies that share the work. */
export class MeshInstances {
  readonly #added = new Map<string, Added[]>();
  readonly #pools = new Map<string, InstancePool>();
  #counter = 1;

  constructor(
    private readonly health: HealthChecker,
    private readonly main: MainInstance,
  ) {}

  /**
   * Takes an object in that lives already, and looks at it at once: only a healthy one gets calls.
   * @throws `MC_USAGE` when the id is taken.
   */
  async add(definition: ComponentDefinition, instance: unknown, options: InstanceOptions = {}): Promise<string> {
    const { name } = definition;
    const id = options.id ?? `instance-${++this.#counter}`;
    if (
      this.pool(name)
        .instances()
        .some((known) => known.id === id)
    )
      throw takenError(name, id);
    const judge = options.healthCheck ? options : definition;
    const check = `${name}#${id}`;
    this.health.registerCheck(check, (signal) => checkInstance(judge, instance, signal), { required: false });
    this.#added.set(name, [...(this.#added.get(name) ?? []), { id, instance, check }]);
    await this.health.checkNow(check);
    return id;
  }

  /** Gives the object no calls any more; it is not shut down. False when there is none of this id. */
  remove(name: string, id: string): boolean {
    const known = this.#added.get(name) ?? [];
    const gone = known.find((added) => added.id === id);
    if (!gone) return false;
    this.health.unregisterCheck(gone.check);
    this.#added.set(
      name,
      known.filter((added) => added !== gone),
    );
    return true;
  }

  pool(name: string): InstancePool {
    const known = this.#pools.get(name);
    if (known) return known;
    const pool = new InstancePool(name, () => this.#list(name));
    this.#pools.set(name, pool);
    return pool;
  }

  #list(name: string): PooledInstance[] {
    const added = (this.#added.get(name) ?? []).map(({ id, instance, check }) => ({
      id,
      instance,
      status: this.health.getServiceHealth(check).status,
    }));
    return [this.main(name) ?? [], added].flat();
  }
}

function takenError(name: string, id: string): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `"${name}" has an instance "${id}" already.`, {
    hint: 'give it another id, or remove the other one first',
    facts: { name, id },
  });
}
