import type { ServiceEngine } from '@mediaconduit/sdk';

/** Hears of services that end by themselves, whichever engine runs them. */
export class EngineExits implements Disposable {
  readonly #unsubscribe = new Map<ServiceEngine, () => void>();

  constructor(private readonly onExit: (id: string, exitCode: number | undefined) => void) {}

  /** One subscription per engine, however often it is asked for. */
  listenTo(engine: ServiceEngine): void {
    if (this.#unsubscribe.has(engine)) return;
    this.#unsubscribe.set(
      engine,
      engine.subscribe((event) => {
        if (event.type === 'exited') this.onExit(event.id, event.exitCode);
      }),
    );
  }

  [Symbol.dispose](): void {
    for (const unsubscribe of this.#unsubscribe.values()) unsubscribe();
    this.#unsubscribe.clear();
  }
}
