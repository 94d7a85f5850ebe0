import { MediaConduitError, messageOf, toMediaConduitError } from '@mediaconduit/sdk';
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
 * registered, and gets those of its dependencies that run already.
 */
export class SequentialHost implements MeshHost {
  readonly #running = new Map<string, Running>();
  readonly #failures = new Map<string, MediaConduitError>();

  constructor(
    private readonly parts: Pick<MeshParts, 'clock' | 'log'>,
    private readonly options: HostOptions,
  ) {}

  async start(signal: AbortSignal): Promise<MeshStartReport> {
    for (const name of this.#order()) {
      const definition = this.options.registry.get(name);
      if (!this.#running.has(name)) await this.#startOne(definition, signal);
    }
    const failed = [...this.#failures].map(([name, error]): FailedComponent => ({ name, error }));
    return { ready: [...this.#running.keys()], failed };
  }

  /** @throws what the first one could not be stopped by; all others are stopped. */
  async stop(): Promise<void> {
    const failures: MediaConduitError[] = [];
    for (const [name, { unit }] of [...this.#running].reverse()) {
      this.#running.delete(name);
      try {
        await unit.stop({ graceMs: this.options.config().gracefulShutdownTimeout * 1000 });
      } catch (error) {
        this.parts.log.warn({ component: name, error: messageOf(error) }, 'A component could not be shut down.');
        failures.push(toMediaConduitError(error));
      }
    }
    const [first] = failures;
    if (first) throw first;
  }

  /** Of this one only: what depends on it reads it anew when it needs it. */
  async restart(name: string): Promise<void> {
    const definition = this.options.registry.get(name);
    const running = this.#running.get(name);
    this.#running.delete(name);
    await running?.unit.stop({ graceMs: this.options.config().gracefulShutdownTimeout * 1000 });
    await this.#start(definition, new AbortController().signal);
  }

  async update(): Promise<void> {
    try {
      await this.stop();
    } finally {
      await this.start(new AbortController().signal);
    }
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
    return this.stop();
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

  async #startOne(definition: ComponentDefinition, signal: AbortSignal): Promise<void> {
    const { name, required = true } = definition;
    try {
      await this.#start(definition, signal);
    } catch (error) {
      if (!required && !signal.aborted) return;
      await this.stop().catch(() => undefined); // logged; the error of the start is the one that is told
      throw signal.aborted ? cancelledError(error) : startFailed(name, error);
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
}

function startFailed(name: string, cause: unknown): MediaConduitError {
  const error = toMediaConduitError(cause);
  return new MediaConduitError('MC_STACK_START_FAILED', `"${name}" could not be started: ${error.message}`, {
    hint: error.hint,
    facts: { failed: [name], code: error.code },
    cause,
  });
}
