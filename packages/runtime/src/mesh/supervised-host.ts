import { createHash } from 'node:crypto';
import type { Supervisor } from '../supervisor/supervisor';
import { DEFAULT_RESTART, type StackMember } from '../supervisor/stack-member';
import type { UnitState } from '../supervisor/unit-state';
import type { UnitStatus } from '../supervisor/unit-status';
import type { ComponentDefinition } from './component';
import type { ComponentRegistry } from './component-registry';
import { ComponentUnit } from './component-unit';
import { SECTION_SETTINGS, type MeshConfig, type SectionName } from './config/mesh-settings';
import type { Setting } from './config/setting';
import type { ComponentState, MeshHost, MeshStartReport } from './mesh-host';

/** What a host is made from. */
export interface HostOptions {
  readonly registry: ComponentRegistry;
  readonly config: () => MeshConfig;
  readonly createUnit: (definition: ComponentDefinition) => ComponentUnit;
}

/** Misses in a row after which a component is made anew. */
const MISSES = 3;
const CHECK_TIMEOUT_MS = 5000;

/** Runs the singletons as members of a supervisor. */
export class SupervisedHost implements MeshHost {
  constructor(
    private readonly supervisor: Supervisor,
    private readonly options: HostOptions,
  ) {}

  async start(signal: AbortSignal): Promise<MeshStartReport> {
    await this.supervisor.apply(this.#members(), { start: false });
    const { ready, failed } = await this.supervisor.start(undefined, signal);
    return { ready, failed };
  }

  restart(name: string): Promise<void> {
    return this.supervisor.restart(name);
  }

  async update(): Promise<void> {
    const { failed } = await this.supervisor.apply(this.#members());
    const [first] = failed;
    if (first) throw first.error;
  }

  unit(name: string): ComponentUnit | undefined {
    const unit = this.supervisor.unit(name);
    return unit instanceof ComponentUnit ? unit : undefined;
  }

  state(name: string): ComponentState {
    const status = this.supervisor.status().find((unit) => unit.name === name);
    if (!status) return { state: 'absent', restarts: 0, uptimeMs: 0 };
    const { state, restarts, uptimeMs } = status;
    return { state: state.name, restarts, uptimeMs, reason: reasonOf(state, status) };
  }

  close(): Promise<void> {
    return this.supervisor.close();
  }

  #members(): StackMember[] {
    const { registry, config, createUnit } = this.options;
    const { healthCheckInterval, gracefulShutdownTimeout } = config();
    return registry.singletons().map((definition) => ({
      name: definition.name,
      settings: definition.section ? settingsOf(definition.section, config()) : {},
      createUnit: () => createUnit(definition),
      dependsOn: registry.singletonsBehind(definition.name),
      critical: definition.required ?? true,
      restartWithDependencies: definition.restartWithDependencies ?? true,
      restart: DEFAULT_RESTART,
      liveness: { intervalMs: healthCheckInterval * 1000, timeoutMs: CHECK_TIMEOUT_MS, misses: MISSES },
      stopGraceMs: gracefulShutdownTimeout * 1000,
      rolling: false,
    }));
  }
}

/** The values of a section; a secret by its hash, because settings are told when they change. */
function settingsOf(section: SectionName, config: MeshConfig): Record<string, unknown> {
  const settings: Readonly<Record<string, Setting<unknown>>> = SECTION_SETTINGS[section];
  const entries = Object.entries(config[section]).map(([name, value]: [string, unknown]) => {
    if (!settings[name]?.secret) return [name, value];
    return [name, createHash('sha256').update(String(value)).digest('hex').slice(0, 12)];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function reasonOf(state: UnitState, { report }: UnitStatus): string | undefined {
  return 'reason' in state ? state.reason : report?.error.message;
}
