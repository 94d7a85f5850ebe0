import type { EngineEvent, EngineName, ServiceDefinition, ServiceInspection } from '@mediaconduit/sdk';
import type { FakeProgram } from './fake-program';

/** One service that a fake engine runs. */
export interface FakeService {
  readonly id: string;
  readonly key: string;
  readonly definition: ServiceDefinition;
  readonly program: FakeProgram;
  readonly port: number;
  /** Engines that use it. */
  readonly users: Set<object>;
}

/** The machine behind fake engines: engines of one world see each other's services, as two programs on Docker do. */
export class FakeWorld {
  readonly services = new Map<string, FakeService>();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #count = 0;

  /** Ids count up from `fake:1`. */
  nextNumber(): number {
    this.#count += 1;
    return this.#count;
  }

  /** Calls the listener until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void {
    const own = (event: EngineEvent): void => listener(event);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** Tells all engines of the world. */
  emit(event: EngineEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** What engines answer about a service. */
  inspect(service: FakeService, engine: EngineName): ServiceInspection {
    const { definition, id, port, program } = service;
    const state = program.exitCode === undefined ? 'running' : 'exited';
    const address = { host: '127.0.0.1', port };
    return {
      ...{ id, serviceId: definition.id, engine, state, address, exitCode: program.exitCode },
      startedAt: new Date(0).toISOString(),
      label: `fake ${definition.id}`,
    };
  }
}
