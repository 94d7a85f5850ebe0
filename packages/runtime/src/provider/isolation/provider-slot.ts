import { isMediaConduitError, MediaConduitError, type Clock, type ProviderConfig } from '@mediaconduit/sdk';
import type { CircuitBreaker } from '../../resilience/circuit-breaker';
import type { Permit } from '../../resilience/permit';
import { RestartPolicy } from '../../supervisor/restart-policy';
import { CallGuard } from './call-guard';
import type { EndReason } from './crash-error';
import type { ProviderSnapshot } from './isolation-messages';
import type { ProviderProcess } from './provider-process';
import type { WireCallOptions } from './wire/pending-call';

/** Without a call that succeeded in between; and in an hour in any case. */
const BUDGET = { maxRestarts: 20, maxPerHour: 200 };
/** A process that has answered its calls so long has recovered, in ms. */
const PROVEN_MS = 5000;

/** A process that has loaded the provider. */
export interface LoadedProcess {
  readonly process: ProviderProcess;
  readonly snapshot: ProviderSnapshot;
  /** Time that it waited for services, in ms, up to now. */
  readonly pausedMs: () => number;
}

/** What a slot wants to know of a process, and tells it while it is loading. */
export interface ProcessLife {
  /** Its end has begun. */
  onEnd(): void;
  /** Nobody uses it, or what it has answered. */
  onIdle(): void;
  /** Ends it while it is being loaded. */
  readonly closing: AbortSignal;
}

/** What a slot is made from. */
export interface ProviderSlotParts {
  readonly provider: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly breaker: () => CircuitBreaker;
  /** Starts a process, has it load the provider, and configures it as the one before. */
  readonly start: (configured: readonly ProviderConfig[], life: ProcessLife) => Promise<LoadedProcess>;
  readonly onSnapshot: (snapshot: ProviderSnapshot) => void;
}

/** One call of the provider. */
export interface SlotCall extends WireCallOptions {
  readonly method: string;
  readonly input: unknown;
  /** 0 = none. */
  readonly timeoutMs: number;
}

/** The process of a provider: one at a time, started again by the next call when it has ended. */
export class ProviderSlot {
  readonly #parts: ProviderSlotParts;
  readonly #restarts: RestartPolicy;
  readonly #ending = new Set<ProviderProcess>();
  readonly #closing = new AbortController();
  readonly #idle = new Set<() => void>();
  #current: Promise<LoadedProcess> | undefined;
  #running: ProviderProcess | undefined;
  #hasRun = false;
  readonly #configured: ProviderConfig[] = [];

  constructor(parts: ProviderSlotParts) {
    this.#parts = parts;
    this.#restarts = new RestartPolicy(parts.random);
  }

  /** The process that runs, or a new one. @throws `MC_RESTART_BUDGET`, `MC_RUNTIME_CLOSED`, and what loading throws. */
  async ready(): Promise<LoadedProcess> {
    if (this.#closing.signal.aborted) throw this.#closedError();
    this.#current ??= this.#start();
    return this.#current;
  }

  /** What the next process is to be configured with too. */
  remember(config: ProviderConfig): void {
    this.#configured.push(config);
  }

  async call({ method, input, timeoutMs, ...options }: SlotCall): Promise<unknown> {
    const permit = this.#admit();
    try {
      const result = await this.#guarded(await this.ready(), { method, input, timeoutMs, ...options });
      permit.succeed();
      this.#restarts.endRow();
      return result;
    } catch (error) {
      if (isMediaConduitError(error, 'MC_PROVIDER_CRASHED')) permit.fail(error);
      else permit.succeed();
      throw error;
    }
  }

  /** Whether a process of it is called, or somebody reads or holds what one has answered. */
  get isInUse(): boolean {
    return [this.#running, ...this.#ending].some((process) => process?.isInUse);
  }

  /** Resolves when nobody does. */
  async whenIdle(): Promise<void> {
    while (this.isInUse) await new Promise<void>((resolve) => this.#idle.add(resolve));
  }

  /** Ends the process for good: one that has loaded the provider after a last call to put things in order. */
  async close(dispose: unknown, timeoutMs: number): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    for (const process of this.#ending) process.kill('closed');
    const current = await this.#current?.catch(() => undefined);
    this.#current = undefined;
    if (current?.process.isAlive) {
      await this.#guarded(current, { method: 'provider', input: dispose, timeoutMs }).catch(() => undefined);
    }
    await current?.process.end();
    await Promise.all([...this.#ending].map(({ gone }) => gone));
  }

  async #guarded(
    { process, pausedMs }: LoadedProcess,
    { method, input, timeoutMs, signal, ...rest }: SlotCall,
  ): Promise<unknown> {
    const { provider, clock } = this.#parts;
    const pausedBefore = pausedMs();
    const guard = new CallGuard({ provider, clock, signal, timeoutMs, pausedMs: () => pausedMs() - pausedBefore });
    try {
      return await process.call(method, input, rest, guard);
    } finally {
      if (guard.gaveUp) this.#retire(process, guard.gaveUp);
    }
  }

  /** New calls get a new process; those of the old one end there. */
  #retire(process: ProviderProcess, reason: EndReason): void {
    this.#current = undefined;
    if (reason === 'aborted') this.#hasRun = false; // no fault, so the next start is none either
    this.#ending.add(process);
    void process.gone.then(() => this.#ending.delete(process));
    process.retire(reason);
  }

  #start(): Promise<LoadedProcess> {
    const refusal = this.#hasRun ? this.#countRestart() : undefined;
    if (refusal) return Promise.reject(refusal);
    this.#hasRun = true;
    const starting: Promise<LoadedProcess> = this.#parts.start(this.#configured, {
      onEnd: () => {
        if (this.#current === starting) this.#current = undefined;
      },
      onIdle: () => this.#tellIdle(),
      closing: this.#closing.signal,
    });
    starting.then(
      ({ process, snapshot }) => {
        this.#running = process;
        this.#parts.onSnapshot(snapshot);
      },
      () => {
        if (this.#current === starting) this.#current = undefined;
      },
    );
    return starting;
  }

  #tellIdle(): void {
    if (this.isInUse) return;
    for (const tell of this.#idle) tell();
    this.#idle.clear();
  }

  #countRestart(): MediaConduitError | undefined {
    const { provider, clock } = this.#parts;
    const settings = { policy: 'always', delayMs: 0, maxDelayMs: 0, resetMs: 0, ...BUDGET } as const;
    const decision = this.#restarts.next(settings, clock.now(), 0);
    if (decision.restart) return undefined;
    return new MediaConduitError(
      'MC_RESTART_BUDGET',
      `The process of provider "${provider}" is not started again: ${decision.reason}.`,
      {
        hint: 'mend the provider, then load it again: refreshProvider()',
        facts: { provider, reason: decision.reason },
      },
    );
  }

  /** A call that tries whether the process works again may take long: the process has proved itself when it runs a while. */
  #admit(): Permit {
    const permit = this.#parts.breaker().acquire();
    if (!permit.isProbe) return permit;
    const { clock } = this.#parts;
    const timer = clock.setTimeout(() => permit.succeed(), PROVEN_MS);
    timer.unref();
    const ended = (tell: () => void): void => {
      clock.clearTimeout(timer);
      tell();
    };
    return {
      isProbe: true,
      succeed: () => ended(() => permit.succeed()),
      fail: (error) => ended(() => permit.fail(error)),
      ignore: () => ended(() => permit.ignore()),
    };
  }

  #closedError(): MediaConduitError {
    const { provider } = this.#parts;
    return new MediaConduitError('MC_RUNTIME_CLOSED', `Provider "${provider}" was used after it was disposed.`, {
      hint: 'ask the registry for it again',
      facts: { provider },
    });
  }
}
