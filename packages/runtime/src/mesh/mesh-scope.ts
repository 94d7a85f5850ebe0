import { MediaConduitError, messageOf, type Clock } from '@mediaconduit/sdk';
import { callWithin } from '../resilience/call-within';
import { lifecycleOf } from './component';
import type { MadeInstance } from './component-unit';
import { makeReadyInstance, type InstanceSurroundings } from './make-instance';

/** Resolves components by name; scoped ones are one per scope. */
export interface Scope<S extends object = Record<string, unknown>> extends AsyncDisposable {
  /**
   * A singleton that runs, the one instance of this scope, or a new instance of a transient.
   * @throws `MC_SERVICE_NOT_FOUND`, `MC_SERVICE_NOT_STARTED`, `MC_DEPENDENCY_FAILED`, `MC_DEPENDENCY_CYCLE`,
   *   `MC_RUNTIME_CLOSED`.
   */
  resolve<K extends keyof S & string>(name: K): Promise<S[K]>;
  resolve<T>(name: string): Promise<T>;
  /**
   * Shuts down what the scope made, last made first, each within `gracefulShutdownTimeout`. What cannot be shut down is
   * logged. Safe to call twice.
   */
  close(): Promise<void>;
}

interface Made extends MadeInstance {
  readonly name: string;
}

/** A scope of one mesh. */
export class MeshScope implements Scope {
  readonly #around: InstanceSurroundings;
  readonly #scoped = new Map<string, Promise<unknown>>();
  readonly #made: Made[] = [];
  readonly #pending = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;
  /** Nobody waits any more for what is still being made. */
  #isOver = false;

  constructor(
    around: InstanceSurroundings,
    private readonly clock: Clock,
  ) {
    this.#around = { ...around, scoped: (name) => this.#scopedInstance(name) };
  }

  async resolve<T>(name: string): Promise<T> {
    if (this.#closed) throw closedError(name);
    const definition = this.#around.registry.get(name);
    const lifecycle = lifecycleOf(definition);
    if (lifecycle === 'singleton') return this.#around.singleton(name) as T; // what the caller says it is
    return (await (lifecycle === 'scoped' ? this.#scopedInstance(name) : this.#make(name))) as T;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The same for all who ask at once; a failure is not remembered. */
  #scopedInstance(name: string): Promise<unknown> {
    const known = this.#scoped.get(name);
    if (known) return known;
    const making = this.#make(name);
    this.#scoped.set(name, making);
    making.catch(() => this.#scoped.delete(name));
    return making;
  }

  async #make(name: string): Promise<unknown> {
    const making = makeReadyInstance(this.#around.registry.get(name), this.#around, this.#closing.signal);
    this.#pending.add(making);
    const made = await this.#keep(name, making);
    if (!this.#isOver) return made.instance;
    await this.#releaseAll();
    throw closedError(name);
  }

  async #keep(name: string, making: Promise<MadeInstance>): Promise<MadeInstance> {
    try {
      const made = await making;
      this.#made.push({ name, ...made });
      return made;
    } finally {
      this.#pending.delete(making);
    }
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    await this.#within('scope', () => this.#settled());
    this.#isOver = true;
    await this.#releaseAll();
    this.#scoped.clear();
  }

  async #settled(): Promise<void> {
    while (!this.#isOver && this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }

  async #releaseAll(): Promise<void> {
    for (const { name, release } of this.#made.splice(0).reverse()) await this.#within(name, release);
  }

  /** What fails or hangs keeps nothing else from its end. */
  async #within(name: string, work: () => Promise<void>): Promise<void> {
    const { config, log } = this.#around.context;
    try {
      await callWithin(work, { name, clock: this.clock, timeoutMs: config.gracefulShutdownTimeout * 1000 });
    } catch (error) {
      log.warn({ component: name, error: messageOf(error) }, 'Something of a scope could not be shut down.');
    }
  }
}

function closedError(name: string): MediaConduitError {
  return new MediaConduitError('MC_RUNTIME_CLOSED', `"${name}" was asked of a scope that is closed.`, {
    hint: 'resolve everything before the scope ends, or make another with createScope()',
    facts: { name },
  });
}
