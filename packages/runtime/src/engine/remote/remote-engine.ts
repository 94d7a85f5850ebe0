import {
  isMediaConduitError,
  MediaConduitError,
  type EngineAvailability,
  type EngineEvent,
  type EngineRefusal,
  type EnsureOptions,
  type RunningService,
  type ServiceDefinition,
  type ServiceEngine,
  type ServiceInspection,
} from '@mediaconduit/sdk';
import { EventListeners } from '../event-listeners';
import { parseServiceUrl, type ServiceUrl } from './parse-service-url';

/** Knows services that somebody else runs, by their URL. Starts and stops nothing: what is forgotten here runs on. */
export function createRemoteEngine(): ServiceEngine {
  return new RemoteEngine();
}

class RemoteEngine implements ServiceEngine {
  readonly name = 'remote';
  readonly #services = new Map<string, ServiceInspection>();
  readonly #listeners = new EventListeners();
  #closed = false;

  async availability(): Promise<EngineAvailability> {
    return { available: true, version: 'http' };
  }

  refusal(definition: ServiceDefinition): EngineRefusal | undefined {
    return definition.url === undefined ? { reason: `no URL is known for ${definition.id}` } : undefined;
  }

  async ensure(definition: ServiceDefinition, { signal }: EnsureOptions): Promise<RunningService> {
    if (this.#closed)
      throw new MediaConduitError('MC_RUNTIME_CLOSED', 'The remote engine is closed.', {
        hint: 'create a new runtime, or close it later',
      });
    if (signal.aborted) throw abortedError(definition, signal.reason);
    const url = parseServiceUrl(definition);
    // One URL may serve several definitions; the id must tell them apart.
    const id = `${definition.id}@${url.baseUrl}`;
    const adopted = this.#services.has(id);
    if (!adopted) this.#add(id, definition, url);
    return { id, serviceId: definition.id, engine: 'remote', ...url, adopted };
  }

  async inspect(id: string): Promise<ServiceInspection | undefined> {
    return this.#services.get(id);
  }

  async list(): Promise<ServiceInspection[]> {
    return [...this.#services.values()];
  }

  release(id: string): Promise<void> {
    return this.stop(id);
  }

  /** Forgets the service; it is not ours to end. */
  async stop(id: string): Promise<void> {
    const service = this.#services.get(id);
    if (service && this.#services.delete(id))
      this.#listeners.tell({ type: 'exited', id, serviceId: service.serviceId });
  }

  /** Always empty: the output is on the other machine. */
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
    this.#closed = true;
    this.#services.clear();
    this.#listeners.clear();
  }

  #add(id: string, { id: serviceId }: ServiceDefinition, { address, baseUrl }: ServiceUrl): void {
    this.#services.set(id, { id, serviceId, engine: 'remote', state: 'running', address, label: baseUrl });
    this.#listeners.tell({ type: 'started', id, serviceId });
  }
}

function abortedError({ id }: ServiceDefinition, reason: unknown): MediaConduitError {
  if (isMediaConduitError(reason)) return reason;
  return new MediaConduitError('MC_CALL_ABORTED', `The start of ${id} was cancelled.`, {
    hint: 'the signal of the caller ended it; ask again if the service is still wanted',
    facts: { service: id },
    cause: reason,
  });
}
