import { anySignal, MediaConduitError, messageOf, toMediaConduitError } from '@mediaconduit/sdk';
import { callWithin } from '../resilience/call-within';
import { cancelledError } from '../supervisor/supervisor-errors';
import type { ComponentDefinition } from './component';
import type { ComponentUnit } from './component-unit';
import type { ComponentState, FailedComponent, MeshHost, MeshStartReport } from './mesh-host';
import type { MeshParts } from './mesh-parts';
import type { HostOptions } from './supervised-host';

interface Running {
  readonly unit: ComponentUnit;
  readonly since: number;
}

/**
 * The old way: one component after the other, without supervision. What cannot be ordered is started as it was
 * registered, and gets those of its dependencies that run already. Starts, restarts and updates take turns: two that make
 * one component anew would leave one of both running.
 */
export class SequentialHost implements MeshHost {
  readonly #running = new Map<string, Running>();
  readonly #failures = new Map<string, MediaConduitError>();
  readonly #ending = new AbortController();
  /** Everything that was asked for before; never rejects. */
  #work: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(
    private readonly parts: Pick<MeshParts, 'clock' | 'log'>,
    private readonly options: HostOptions,
  ) {}

  start(signal: AbortSignal): Promise<MeshStartReport> {
    return this.#inTurn((either) => this.#startAll(either), signal);
  }

  /** Of this one only: what depends on it reads it anew when it needs it. */
  restart(name: string): Promise<void> {
    return this.#inTurn(async (signal) => {
      const definition = this.options.registry.get(name);
      const running = this.#running.get(name);
      this.#running.delete(name);
      await running?.unit.stop(this.#grace);
      await this.#start(definition, signal);
    });
  }

  update(): Promise<void> {
    return this.#inTurn(async (signal) => {
      try {
        await this.#stop([...this.#running.keys()]);
      } finally {
        await this.#startAll(signal);
      }
    });
  }

  unit(name: string): ComponentUnit | undefined {
    return this.#running.get(name)?.unit;
  }

  state(name: string): ComponentState {
    const running = this.#running.get(name);
    if (running) return { state: 'ready', restarts: 0, uptimeMs: this.parts.clock.now() - running.since };
    const error = this.#failures.get(name);
    return { state: error ? 'failed' : 'absent', restarts: 0, uptimeMs: 0, reason: error?.message };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#ending.abort();
    await this.#work;
    await this.#stop([...this.#running.keys()]);
  }

  get #grace(): { readonly graceMs: number } {
    return { graceMs: this.options.config().gracefulShutdownTimeout * 1000 };
  }

  #inTurn<T>(work: (signal: AbortSignal) => Promise<T>, caller?: AbortSignal): Promise<T> {
    const ending = this.#ending.signal;
    const signal = caller ? anySignal([caller, ending]) : ending;
    const before = this.#work;
    const run = async (): Promise<T> => {
      try {
        await callWithin(() => before, { name: 'mesh', clock: this.parts.clock, signal });
        return await work(signal);
      } catch (error) {
        throw ending.aborted ? endedError(error) : error;
      }
    };
    const done = run();
    this.#work = Promise.allSettled([before, done]).then(() => undefined);
    return done;
  }

  #order(): string[] {
    const { registry } = this.options;
    const singletons = new Set(registry.singletons().map(({ name }) => name));
    try {
      return registry.order().filter((name) => singletons.has(name));
    } catch {
      return [...singletons]; // a circle, or a name that is not there: what made the mesh itself fail
    }
  }

  async #startAll(signal: AbortSignal): Promise<MeshStartReport> {
    const begun: string[] = [];
    try {
      for (const name of this.#order().filter((one) => !this.#running.has(one))) {
        begun.push(name);
        await this.#startOne(this.options.registry.get(name), signal);
      }
    } catch (error) {
      await this.#stop(begun).catch(() => undefined); // logged; the error of the start is the one that is told
      throw error;
    }
    const failed = [...this.#failures].map(([name, error]): FailedComponent => ({ name, error }));
    return { ready: [...this.#running.keys()], failed };
  }

  async #startOne(definition: ComponentDefinition, signal: AbortSignal): Promise<void> {
    const { name, required = true } = definition;
    try {
      await this.#start(definition, signal);
    } catch (error) {
      if (signal.aborted) throw cancelledError(error);
      if (required) throw startFailed(name, error);
    }
  }

  async #start(definition: ComponentDefinition, signal: AbortSignal): Promise<void> {
    const { name } = definition;
    const unit = this.options.createUnit(definition);
    try {
      await unit.start({ signal, onCreated: () => undefined, onProgress: () => undefined });
    } catch (thrown) {
      const error = toMediaConduitError(thrown);
      this.#failures.set(name, error);
      throw error;
    }
    this.#failures.delete(name);
    this.#running.set(name, { unit, since: this.parts.clock.now() });
  }

  /** The last first. @throws what the first one could not be stopped by; all others are stopped. */
  async #stop(names: readonly string[]): Promise<void> {
    const failures: MediaConduitError[] = [];
    for (const name of names.toReversed()) {
      const running = this.#running.get(name);
      this.#running.delete(name);
      try {
        await running?.unit.stop(this.#grace);
      } catch (error) {
        this.parts.log.warn({ component: name, error: messageOf(error) }, 'A component could not be shut down.');
        failures.push(toMediaConduitError(error));
      }
    }
    const [first] = failures;
    if (first) throw first;
  }
}

function endedError(cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_CALL_ABORTED', 'The mesh was stopped meanwhile; nothing of it runs.', {
    hint: 'start it again if it is still wanted',
    cause,
  });
}

function startFailed(name: string, cause: unknown): MediaConduitError {
  const error = toMediaConduitError(cause);
  return new MediaConduitError('MC_STACK_START_FAILED', `"${name}" could not be started: ${error.message}`, {
    hint: error.hint,
    facts: { failed: [name], code: error.code },
    cause,
  });
}
