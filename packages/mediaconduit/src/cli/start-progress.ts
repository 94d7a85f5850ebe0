import type { RuntimeEmitter, RuntimeEvents } from '@mediaconduit/runtime';
import type { Output } from './output';

type Started = RuntimeEvents['service-started'][0];

/** What is said of a state that lasts; what is faster is not worth a line. */
const SLOW: Readonly<Record<string, { readonly afterMs: number; line(name: string): string }>> = {
  creating: { afterMs: 300, line: (name) => `${name}: starting …` },
  starting: { afterMs: 300, line: (name) => `${name}: waiting until it is ready …` },
  stopping: { afterMs: 1000, line: (name) => `stopping ${name} …` },
};

/** Tells on stderr what takes time while services start and stop, and remembers what was started. */
export class StartProgress {
  readonly #events: RuntimeEmitter;
  readonly #output: Output;
  readonly #started: Started[] = [];
  readonly #listeners: (() => void)[] = [];
  readonly #shown = new Set<string>();
  #delay: NodeJS.Timeout | undefined;

  constructor(events: RuntimeEmitter, output: Output) {
    this.#events = events;
    this.#output = output;
    this.#on('service-state-changed', (change) => this.#stateChanged(change));
    this.#on('service-progress', ({ name, message }) => this.#show(`${name}: ${message}`));
    this.#on('fetch-progress', ({ identifier, message }) => this.#show(`${identifier}: ${message}`));
    this.#on('service-started', (started) => this.#started.push(started));
    this.#on('provider-warning', ({ provider, message }) => output.detail(`warning: ${provider}: ${message}`));
    this.#on('provider-loaded', ({ provider, source, durationMs }) =>
      output.detail(`loaded ${provider} from ${source} in ${Math.round(durationMs)} ms`),
    );
    this.#on('service-exited', ({ name, exitCode }) =>
      output.detail(`${name} ended (exit code ${exitCode ?? 'unknown'})`),
    );
  }

  /** The last service that became ready. */
  get last(): Started | undefined {
    return this.#started.at(-1);
  }

  /** Removes its line and its listeners. */
  close(): void {
    this.#hide();
    for (const remove of this.#listeners.splice(0)) remove();
  }

  #stateChanged({ name, previousState, currentState }: RuntimeEvents['service-state-changed'][0]): void {
    this.#output.detail(`${name}: ${previousState} → ${currentState}`);
    this.#hide();
    const slow = SLOW[currentState];
    if (slow) this.#delay = setTimeout(() => this.#output.status(slow.line(name)), slow.afterMs).unref();
  }

  /** Where each stands on a line of its own, what differs in its numbers only is said once. */
  #show(line: string): void {
    clearTimeout(this.#delay);
    const kind = line.replaceAll(/\d+/g, '');
    const { canRewrite, settings } = this.#output;
    if (!canRewrite && !settings.verbose && this.#shown.has(kind)) return;
    this.#shown.add(kind);
    this.#output.status(line);
  }

  #hide(): void {
    clearTimeout(this.#delay);
    this.#output.status(undefined);
  }

  #on<K extends keyof RuntimeEvents>(event: K, listener: (facts: RuntimeEvents[K][0]) => void): void {
    // the emitter's own types do not see through K
    const untyped = this.#events as unknown as NodeJS.EventEmitter;
    untyped.on(event, listener);
    this.#listeners.push(() => untyped.off(event, listener));
  }
}
