import { SILENT_LOGGER, type EngineEvent, type Logger } from '@mediaconduit/sdk';

/** Who hears what happens to the services of an engine. A listener that throws keeps nobody else from hearing it. */
export class EventListeners {
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  constructor(private readonly log: Logger = SILENT_LOGGER) {}

  get size(): number {
    return this.#listeners.size;
  }

  /** Calls the listener until the returned function is called; the same one may be added twice. */
  subscribe(listener: (event: EngineEvent) => void): () => void {
    const own = (event: EngineEvent): void => listener(event);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  tell(event: EngineEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.log.error({ error, event }, 'a listener of engine events failed');
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
