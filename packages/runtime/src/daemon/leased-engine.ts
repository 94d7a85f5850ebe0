import {
  isMediaConduitError,
  MediaConduitError,
  type EngineAvailability,
  type EngineEvent,
  type RunningService,
  type ServiceDefinition,
  type ServiceEngine,
  type ServiceInspection,
} from '@mediaconduit/sdk';
import { EventListeners } from '../engine/event-listeners';
import type { LeasedAddress, LeaseLine } from './protocol';
import type { LeasedLimits } from './leased-limits';
import type { SupervisorClient } from './supervisor-client';

/** One lease that is held. */
interface Held {
  readonly running: RunningService;
  readonly give: () => void;
}

/** Whose services are leased, and how they are spared. */
export interface LeasedEngineOptions {
  readonly supervisor: SupervisorClient;
  /** Absolute. */
  readonly projectFolder: string;
  readonly limitsOf: (definition: ServiceDefinition) => LeasedLimits;
  /** What the calls to leased services need is kept until the returned function is called. */
  readonly holdTurns: () => () => void;
}

/**
 * Takes services from the supervisor of the home instead of starting them: a lease keeps each one running as long as this
 * program uses it. A restart by the supervisor is the end of one service and the beginning of another.
 */
export class LeasedEngine implements ServiceEngine {
  /** Each service names the engine that really runs it. */
  readonly name = 'remote';
  readonly #held = new Map<string, Held>();
  readonly #listeners = new EventListeners();
  #leases = 0;

  constructor(private readonly options: LeasedEngineOptions) {}

  async availability(): Promise<EngineAvailability> {
    const { version } = await this.options.supervisor.info();
    return { available: true, version };
  }

  refusal(): undefined {
    return undefined;
  }

  /** @throws `MC_SERVICE_NOT_FOUND` when the project's stack has no such service. */
  async ensure(definition: ServiceDefinition, { signal }: { signal: AbortSignal }): Promise<RunningService> {
    const { id: serviceId } = definition;
    const { holdTurns, limitsOf, projectFolder, supervisor } = this.options;
    const leaving = new AbortController();
    const stopWaiting = (): void => leaving.abort(signal.reason);
    signal.addEventListener('abort', stopWaiting, { once: true });
    const lines = supervisor.lease(projectFolder, serviceId, leaving.signal);
    try {
      signal.throwIfAborted();
      const { value: first } = await lines.next();
      if (first?.type !== 'address') throw notReady(serviceId);
      const limits = limitsOf(definition);
      limits.take(first);
      const running = runningAt(serviceId, first, (this.#leases += 1));
      const letGo = holdTurns();
      const give = (): void => {
        leaving.abort();
        letGo();
      };
      this.#held.set(running.id, { running, give });
      void this.#watch(running, lines, limits);
      return running;
    } finally {
      signal.removeEventListener('abort', stopWaiting);
    }
  }

  async inspect(id: string): Promise<ServiceInspection | undefined> {
    const held = this.#held.get(id);
    return held && inspectionOf(held.running);
  }

  async list(): Promise<ServiceInspection[]> {
    return [...this.#held.values()].map(({ running }) => inspectionOf(running));
  }

  async release(id: string): Promise<void> {
    const held = this.#held.get(id);
    this.#held.delete(id);
    held?.give();
  }

  /** The service is not ours to end. */
  stop(id: string): Promise<void> {
    return this.release(id);
  }

  async logs(): Promise<string[]> {
    return [];
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  async close(): Promise<void> {
    this.closeSync();
  }

  closeSync(): void {
    for (const { give } of this.#held.values()) give();
    this.#held.clear();
    this.#listeners.clear();
  }

  /** The end of the lines is the end of what we have handed out. */
  async #watch(
    { id, serviceId }: RunningService,
    lines: AsyncIterable<LeaseLine>,
    limits: LeasedLimits,
  ): Promise<void> {
    try {
      for await (const line of lines) {
        if (line.type === 'leaving') this.#listeners.tell({ type: 'leaving', id, serviceId });
        else limits.take(line);
      }
    } catch (error) {
      if (!isMediaConduitError(error) && !this.#held.has(id)) return; // we gave it back ourselves
    }
    if (!this.#held.has(id)) return;
    await this.release(id);
    this.#listeners.tell({ type: 'exited', id, serviceId });
  }
}

function notReady(service: string): MediaConduitError {
  return new MediaConduitError('MC_SERVICE_GONE', `The service "${service}" ended before it could be used.`, {
    hint: 'mediaconduit status says why',
    facts: { service },
  });
}

/** @param lease its number: two handles of one program have leases of their own on one run. */
function runningAt(serviceId: string, { baseUrl, engine, generation }: LeasedAddress, lease: number): RunningService {
  const { hostname: host, port } = new URL(baseUrl);
  const id = `lease:${serviceId}:${generation}:${lease}`;
  return { id, serviceId, engine, baseUrl, address: { host, port: Number(port) }, adopted: true };
}

function inspectionOf({ address, engine, id, serviceId }: RunningService): ServiceInspection {
  return { id, serviceId, engine, address, state: 'running', label: `leased from the supervisor` };
}
