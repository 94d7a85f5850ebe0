import type { ServiceEngine } from '@mediaconduit/sdk';

/** What is to be done about a service that ends by itself. */
export interface ExitListener {
  onExit(id: string, exitCode: number | undefined): void;
  /** It finishes the calls that it has, and takes no others. */
  onLeaving(id: string): void;
}

/** Hears of services that end by themselves, whichever engine runs them. */
export class EngineExits implements Disposable {
  readonly #unsubscribe = new Map<ServiceEngine, () => void>();

  constructor(private readonly listener: ExitListener) {}

  /** One subscription per engine, however often it is asked for. */
  listenTo(engine: ServiceEngine): void {
    if (this.#unsubscribe.has(engine)) return;
    this.#unsubscribe.set(
      engine,
      engine.subscribe((event) => {
        if (event.type === 'exited') this.listener.onExit(event.id, event.exitCode);
        else if (event.type === 'leaving') this.listener.onLeaving(event.id);
      }),
    );
  }

  [Symbol.dispose](): void {
    for (const unsubscribe of this.#unsubscribe.values()) unsubscribe();
    this.#unsubscribe.clear();
  }
}
