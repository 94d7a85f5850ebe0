import type { Clock, ClockTimer } from '@mediaconduit/sdk';
import { OutputLog } from '../../engine/process/output-log';
import { unrefStream } from '../../engine/process/unref-stream';
import type { CallGuard } from './call-guard';
import { crashError, type EndReason } from './crash-error';
import type { LaunchedHost } from './launch-host';
import { unpackError } from './wire/pack-error';
import type { WireCallOptions } from './wire/pending-call';
import type { ServedCall } from './wire/served-call';
import { Wire } from './wire/wire';

/** Signs of life that may be missing in a row. */
const MISSED_BEATS = 3;
/** Time for the process to end by itself when it is asked to, in ms. */
const GRACE_MS = 1000;
/** How long what it has answered may be read after it was given up, in ms. */
const READ_MS = 600_000;
/** Lines of output that an error shows. */
const SHOWN_LINES = 20;

/** What a process of a provider is made from. */
export interface ProviderProcessParts {
  readonly provider: string;
  readonly launched: LaunchedHost;
  readonly clock: Clock;
  readonly memoryMb: number;
  readonly heartbeatMs: number;
  /** Takes secrets out of what is shown. */
  readonly redact: <T>(value: T) => T;
  onCall(method: string, input: unknown, call: ServedCall): Promise<unknown>;
  onTell(name: string, value: unknown): void;
  /** Once, before calls learn of it. */
  onEnd(): void;
  /** Nobody reads or holds what it has answered any more, and it is not called. */
  onIdle(): void;
}

/** One process of a provider, from its start until nothing of it is left. It keeps our program alive during calls only. */
export class ProviderProcess {
  readonly startedAt: number;
  /** Resolves when the process has ended. */
  readonly gone: Promise<void>;
  readonly #parts: ProviderProcessParts;
  readonly #wire: Wire;
  readonly #output = new OutputLog();
  #exit: { readonly code?: number; readonly signal?: string } = {};
  #hasExited = false;
  #reason: EndReason = 'ended';
  #cause: unknown;
  #beat: ClockTimer | undefined;
  #missed = 0;
  #isWatched = false;
  #users = 0;
  #retiredBecause: EndReason | undefined;
  #retiring: ClockTimer | undefined;

  constructor(parts: ProviderProcessParts) {
    this.#parts = parts;
    this.startedAt = parts.clock.now();
    const { child, messages, bytes } = parts.launched;
    child.on('error', () => undefined); // a signal that nobody got; the end is what counts
    this.gone = new Promise((resolve) => child.once('exit', (code, signal) => resolve(this.#exited(code, signal))));
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) this.#output.read(stream);
      unrefStream(stream);
    }
    this.#wire = new Wire(
      { messages, bytes },
      {
        onCall: (method, input, call) => parts.onCall(method, input, call),
        onTell: (name, value) => this.#told(name, value),
        onClose: (error) => this.#lost(error),
        onReading: () => this.#hold(),
        onForgotten: () => this.#settle(),
      },
    );
    child.unref();
    for (const socket of [messages, bytes]) socket.unref();
    this.#expectBeat();
  }

  get pid(): number {
    return this.#parts.launched.pid;
  }

  /** False as soon as its end has begun. */
  get isAlive(): boolean {
    return !this.#wire.isClosed;
  }

  /** What it has lent us and we it; for tests. */
  get lentCount(): number {
    return this.#wire.lentCount;
  }

  /** Whether it is called, or somebody reads or holds what it has answered. */
  get isInUse(): boolean {
    return this.isAlive && (this.#users > 0 || this.#wire.heldCount > 0);
  }

  /**
   * @param guard ends the waiting when the provider does not.
   * @throws what the provider throws, what the guard throws, and `MC_PROVIDER_CRASHED` when the process ends before.
   */
  async call(method: string, input: unknown, options: WireCallOptions = {}, guard?: CallGuard): Promise<unknown> {
    const release = this.#hold();
    try {
      const answer = this.#wire.call(method, input, { ...options, signal: guard?.signal ?? options.signal });
      return await (guard ? guard.wait(answer) : answer);
    } catch (error) {
      if (!this.#wire.isClosed || guard?.gaveUp) throw error;
      await this.gone;
      throw this.crash();
    } finally {
      release();
    }
  }

  tell(name: string, value?: unknown): void {
    this.#wire.tell(name, value);
  }

  /** From now on it is ended when it gives no sign of life: it may be silent while it loads the provider. */
  watch(): void {
    this.#missed = 0;
    this.#isWatched = true;
  }

  /** Ends it when nobody waits for a call of it, and reads or holds what it has answered, any more. */
  retire(reason: EndReason): void {
    if (!this.isAlive) return;
    this.#retiredBecause = reason;
    this.#retiring ??= this.#parts.clock.setTimeout(() => this.kill(reason), READ_MS);
    this.#retiring.unref();
    this.#settle();
  }

  #settle(): void {
    if (this.isInUse) return;
    if (this.#retiredBecause) this.kill(this.#retiredBecause);
    this.#parts.onIdle();
  }

  /** Ends it at once, with all that it has started. */
  kill(reason: EndReason, cause?: unknown): void {
    if (this.#hasExited) return;
    if (!this.#wire.isClosed) {
      this.#reason = reason;
      this.#cause ??= cause;
    }
    const { tree, offspring } = this.#parts.launched;
    offspring.note(this.pid);
    tree.kill(this.pid);
    this.#wire.close();
  }

  /** Asks it to end, and sees to it. */
  async end(): Promise<void> {
    this.#reason = 'closed';
    if (!this.#hasExited) this.#parts.launched.offspring.note(this.pid);
    this.#wire.close();
    const { clock } = this.#parts;
    const release = clock.setTimeout(() => this.kill('closed'), GRACE_MS);
    await this.gone;
    clock.clearTimeout(release);
  }

  /** The error that tells how it ended. */
  crash(): Error {
    const { provider, redact } = this.#parts;
    const { code: exitCode, signal } = this.#exit;
    const output = redact(this.#output.tail(SHOWN_LINES));
    return crashError({ provider, reason: this.#reason, exitCode, signal, output, cause: this.#cause });
  }

  #told(name: string, value: unknown): void {
    if (name === 'pong') return this.#alive(value);
    if (name === 'fatal') {
      this.#cause = unpackError(this.#parts.redact(value));
      return;
    }
    this.#parts.onTell(name, value);
  }

  /** The process may have closed its sockets without ending. */
  #lost(error: Error | undefined): void {
    this.#parts.clock.clearTimeout(this.#beat);
    this.#parts.clock.clearTimeout(this.#retiring);
    if (error) {
      this.#reason = 'broken';
      this.#cause ??= error;
    }
    this.#parts.onEnd();
    this.#parts.onIdle();
    if (this.#reason === 'closed' || this.#hasExited) return;
    this.#parts.launched.child.ref(); // callers wait for its end
    const soon = this.#parts.clock.setTimeout(() => this.#parts.launched.tree.kill(this.pid), 50);
    void this.gone.then(() => this.#parts.clock.clearTimeout(soon));
  }

  /** What it started and left behind ends too. */
  #exited(code: number | null, signal: string | null): void {
    this.#hasExited = true;
    this.#exit = { code: code ?? undefined, signal: signal ?? undefined };
    const { launched } = this.#parts;
    if (launched.tree.isAlive(launched.pid)) launched.tree.kill(launched.pid);
    launched.offspring.end();
    this.#wire.close();
    launched.child.stdout?.destroy();
    launched.child.stderr?.destroy();
  }

  #expectBeat(): void {
    const { clock, heartbeatMs } = this.#parts;
    this.#beat = clock.setTimeout(() => {
      if (this.#isWatched && ++this.#missed > MISSED_BEATS) return this.kill('hung');
      this.tell('ping');
      this.#expectBeat();
    }, heartbeatMs);
    this.#beat.unref();
  }

  #alive(memoryBytes: unknown): void {
    this.#missed = 0;
    if (typeof memoryBytes === 'number' && memoryBytes > this.#parts.memoryMb * 1024 * 1024) this.kill('memory');
  }

  /** Keeps our program alive until the returned function is called. */
  #hold(): () => void {
    const { messages, bytes } = this.#parts.launched;
    if (this.#users++ === 0) for (const socket of [messages, bytes]) socket.ref();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      if (--this.#users > 0) return;
      for (const socket of [messages, bytes]) socket.unref();
      this.#settle();
    };
  }
}
