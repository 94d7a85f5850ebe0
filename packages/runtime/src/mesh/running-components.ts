import { MediaConduitError } from '@mediaconduit/sdk';
import type { ComponentDefinition } from './component';
import type { ComponentRegistry } from './component-registry';
import { ComponentUnit } from './component-unit';
import type { HealthVerdict } from './health/health-result';
import type { PooledInstance } from './instance-pool';
import { makeInstance, type InstanceSurroundings } from './make-instance';
import type { MeshParts } from './mesh-parts';
import { MeshStartup } from './mesh-startup';

/** The singletons of a mesh that run, or should. */
export class RunningComponents {
  readonly startup: MeshStartup;

  constructor(
    private readonly parts: MeshParts,
    private readonly registry: ComponentRegistry,
  ) {
    const createUnit = (definition: ComponentDefinition): ComponentUnit => this.#createUnit(definition);
    this.startup = new MeshStartup(parts, { registry, config: parts.config, createUnit });
  }

  /** Where other instances get from what they are made of. */
  get surroundings(): InstanceSurroundings {
    const { log, config } = this.parts;
    return { registry: this.registry, singleton: (name) => this.singleton(name), context: { log, config: config() } };
  }

  /** @throws `MC_SERVICE_NOT_STARTED`, `MC_DEPENDENCY_FAILED`. */
  singleton(name: string): unknown {
    const { host } = this.startup;
    const unit = host?.unit(name);
    if (unit) return unit.instance;
    const state = host?.state(name);
    if (!state || state.state === 'absent') throw notStartedError(name);
    const reason = state.reason ?? state.state;
    throw new MediaConduitError('MC_DEPENDENCY_FAILED', `The component "${name}" does not run: ${reason}`, {
      hint: `see getStatus(), mend what it needs, then restart("${name}")`,
      facts: { name, state: state.state },
      retryable: state.state !== 'failed',
    });
  }

  /** A component was looked at when it was started: until the next look it is what that said. */
  main(name: string): PooledInstance | undefined {
    const unit = this.startup.host?.unit(name);
    if (!unit) return undefined;
    const { status } = this.parts.health.getServiceHealth(name);
    return { id: name, instance: unit.instance, status: status === 'unknown' ? 'healthy' : status };
  }

  /** The supervisor looks at what it runs by the same check; without it the checker does so itself. */
  watch({ name, required = true }: ComponentDefinition): void {
    const intervalMs = this.startup.legacyReason === undefined ? 0 : undefined;
    this.parts.health.registerCheck(name, (signal) => this.#look(name, signal), { required, intervalMs });
  }

  async #look(name: string, signal: AbortSignal): Promise<boolean | HealthVerdict> {
    const { host } = this.startup;
    if (!host) return { status: 'unknown', message: 'the mesh does not run' };
    const unit = host.unit(name);
    if (unit) return unit.look(signal);
    const { state, reason } = host.state(name);
    return { status: 'unhealthy', message: `it does not run (${state})${reason ? `: ${reason}` : ''}` };
  }

  #createUnit(definition: ComponentDefinition): ComponentUnit {
    const { clock, log, health } = this.parts;
    const { name } = definition;
    return new ComponentUnit(definition, {
      clock,
      log,
      make: (signal) =>
        makeInstance(definition, { ...this.surroundings, singleton: (needed) => this.#needed(needed) }, signal),
      check: (signal) => health.checkNow(name, signal),
    });
  }

  /** What a start without the mesh cannot order is read as it is, there or not. */
  #needed(name: string): unknown {
    const { legacyReason, host } = this.startup;
    return legacyReason === undefined ? this.singleton(name) : host?.unit(name)?.instance;
  }
}

/** `MC_SERVICE_NOT_STARTED`: nobody started the mesh, or it was stopped. */
export function notStartedError(name: string): MediaConduitError {
  return new MediaConduitError(
    'MC_SERVICE_NOT_STARTED',
    `The component "${name}" was asked for before it was started.`,
    {
      hint: 'await start() of the mesh first',
      facts: { name },
    },
  );
}
