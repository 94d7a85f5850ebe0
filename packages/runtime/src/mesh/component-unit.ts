import { messageOf, toMediaConduitError, type Clock, type Logger, type MediaConduitError } from '@mediaconduit/sdk';
import { callWithin } from '../resilience/call-within';
import { pause } from '../resilience/pause';
import type { Unit, UnitHealth, UnitStartOptions } from '../supervisor/unit';
import type { ComponentDefinition } from './component';
import type { HealthResult } from './health/health-result';
import { checkInstance, initializeInstance, shutDownInstance } from './instance-methods';

/** What a component needs from its mesh. */
export interface ComponentUnitOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes a new instance out of its dependencies. */
  readonly make: (signal: AbortSignal) => Promise<MadeInstance>;
  /** Looks at it by the checker of the mesh, so that the answer is remembered there. */
  readonly check: (signal: AbortSignal) => Promise<HealthResult>;
}

/** An instance together with what was made only for it. */
export interface MadeInstance {
  readonly instance: unknown;
  readonly release: () => Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const RETRIES = 3;
const RETRY_DELAY_MS = 2000;

/** One singleton as the supervisor sees it. */
export class ComponentUnit implements Unit {
  #made: MadeInstance | undefined;

  constructor(
    readonly definition: ComponentDefinition,
    private readonly options: ComponentUnitOptions,
  ) {}

  /** What runs; `undefined` before it is ready and after its end. */
  get instance(): unknown {
    return this.#made?.instance;
  }

  async start({ signal, onCreated, onProgress }: UnitStartOptions): Promise<void> {
    const { retries = RETRIES, retryDelayMs = RETRY_DELAY_MS } = this.definition;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#attempt(signal, onCreated);
      } catch (error) {
        if (signal.aborted || attempt >= retries || !isWorthAnother(error)) throw this.#startError(error);
        onProgress(`attempt ${attempt + 1} of ${retries + 1} failed: ${messageOf(error)}`);
        await pause(retryDelayMs, { name: this.definition.name, clock: this.options.clock, signal });
      }
    }
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    const made = this.#made;
    this.#made = undefined;
    if (!made) return;
    const { name } = this.definition;
    await callWithin(() => this.#end(made), { name, clock: this.options.clock, timeoutMs: graceMs });
  }

  async check(signal: AbortSignal): Promise<UnitHealth> {
    const { status, message } = await this.options.check(signal);
    return status === 'healthy' ? { verdict: 'healthy' } : { verdict: status, reason: message };
  }

  /** Looks at what is there now; asked by the checker of the mesh. */
  look(signal: AbortSignal): ReturnType<typeof checkInstance> {
    return checkInstance(this.definition, this.instance, signal);
  }

  onEnded(): () => void {
    return () => undefined; // an object of this program does not end by itself
  }

  async logs(): Promise<string[]> {
    return [];
  }

  async #attempt(signal: AbortSignal, onCreated: () => void): Promise<void> {
    const { name, startTimeoutMs = START_TIMEOUT_MS } = this.definition;
    let abandoned = false;
    const work = async (deadline: AbortSignal): Promise<void> => {
      const made = await this.#prepare(deadline, onCreated);
      if (abandoned) await this.#end(made).catch((error: unknown) => this.#warn(error));
      else this.#made = made;
    };
    try {
      await callWithin(work, { name, clock: this.options.clock, signal, timeoutMs: startTimeoutMs });
    } catch (error) {
      abandoned = true;
      throw error;
    }
  }

  /** An instance that was initialized and says that it is well; nothing is left of one that does not get there. */
  async #prepare(signal: AbortSignal, onCreated: () => void): Promise<MadeInstance> {
    const made = await this.options.make(signal);
    try {
      onCreated();
      await initializeInstance(this.definition, made.instance, signal);
      const said = await checkInstance(this.definition, made.instance, signal);
      const verdict = typeof said === 'object' ? said : { status: said ? 'healthy' : 'unhealthy', message: undefined };
      if (verdict.status === 'unhealthy') throw this.#unhealthyError(verdict.message);
      return made;
    } catch (error) {
      await this.#end(made).catch((failure: unknown) => this.#warn(failure));
      throw error;
    }
  }

  async #end(made: MadeInstance): Promise<void> {
    try {
      await shutDownInstance(this.definition, made.instance);
    } finally {
      await made.release();
    }
  }

  #warn(error: unknown): void {
    const { name } = this.definition;
    this.options.log.warn({ component: name, error: messageOf(error) }, 'A component could not be shut down.');
  }

  #unhealthyError(message = 'its check says no'): MediaConduitError {
    return this.#startError(new Error(message));
  }

  #startError(error: unknown): MediaConduitError {
    const { name } = this.definition;
    return toMediaConduitError(error, 'MC_SERVICE_START_FAILED', {
      hint: `look at what "${name}" needs: its settings, and what it connects to`,
      facts: { component: name },
    });
  }
}

/** What a person has to mend does not mend itself while one waits. */
function isWorthAnother(error: unknown): boolean {
  const code = toMediaConduitError(error).code;
  return code !== 'MC_PACKAGE_MISSING' && code !== 'MC_CONFIG_INVALID' && code !== 'MC_USAGE';
}
