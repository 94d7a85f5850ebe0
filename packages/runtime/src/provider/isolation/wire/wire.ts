import type { Duplex, Readable } from 'node:stream';
import { ByteChannel } from './byte-channel';
import { ByteInlet } from './byte-inlet';
import { FramedSocket } from './framed-socket';
import { LentSource } from './lent-source';
import { createScope, Loans, type LoanHold, type LoanScope } from './loans';
import { packError, unpackError } from './pack-error';
import { packValue } from './pack-value';
import type { PackedValue } from './packed-value';
import { plainCopy } from './plain-copy';
import { PendingCall, type WireCallOptions } from './pending-call';
import { ServedCall } from './served-call';
import { unpackValue, type UnpackContext } from './unpack-value';
import { brokenWire, lostWire, notSendable } from './wire-errors';
import { parseMessage, type WireMessage } from './wire-message';

/** The method by which a side is asked how many bytes a value has that it lent. */
const SIZE_OF_LOAN = 'wire.size-of-loan';

/** What a side does with what comes from the other one. */
export interface WireListener {
  /** Its result, or what it throws, is the answer. */
  onCall(method: string, input: unknown, call: ServedCall): Promise<unknown>;
  onTell(name: string, value: unknown): void;
  /** Once; nothing comes afterwards. Calls under way have failed. */
  onClose(error: Error | undefined): void;
  /** While the returned function was not called, bytes of the other process are being read. */
  onReading?(): () => void;
  /** A value of the other side can be read here no more. */
  onForgotten?(): void;
}

/** The two sockets between us: one for messages, one for bytes, so that neither waits for the other. */
export interface WireSockets {
  readonly messages: Duplex;
  readonly bytes: Duplex;
}

/** Calls, notes and media values between two processes; both sides have one, and both may call. */
export class Wire {
  readonly #socket: FramedSocket;
  readonly #channel: ByteChannel;
  readonly #loans: Loans;
  readonly #pending = new Map<number, PendingCall>();
  readonly #served = new Map<number, ServedCall>();
  #nextCall = 0;
  #isClosed = false;

  constructor(
    private readonly sockets: WireSockets,
    private readonly listener: WireListener,
  ) {
    const tells = {
      credit: (stream: number, bytes: number) => this.#send({ type: 'credit', stream, bytes }),
      stop: (stream: number) => this.#send({ type: 'stop', stream }),
    };
    this.#loans = new Loans((loan) => {
      this.#send({ type: 'forget', loan });
      listener.onForgotten?.();
    });
    this.#channel = new ByteChannel(sockets.bytes, tells, (error) => this.close(error));
    this.#socket = new FramedSocket(sockets.messages, {
      onMessage: (message) => this.#take(message),
      onClose: (error) => this.close(error),
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** What this side has lent and not got back; for tests. */
  get lentCount(): number {
    return this.#loans.count;
  }

  /** What the other side has lent and can still be read here. */
  get heldCount(): number {
    return this.#isClosed ? 0 : this.#loans.heldCount;
  }

  /** Makes a call; its media are lent until it ends. Rejects with what the other side threw. */
  async call(method: string, input: unknown, options: WireCallOptions = {}): Promise<unknown> {
    if (this.#isClosed) throw lostWire();
    const scope = createScope();
    const call = this.#nextCall++;
    try {
      const packed = packValue(input, { channel: this.#channel, loans: this.#loans, scope, strict: true });
      const pending = new PendingCall({ call, options, send: (message) => this.#send(message) });
      this.#pending.set(call, pending);
      if (!this.#send({ type: 'call', call, method, input: packed })) throw notSendable('too large', []);
      pending.listen();
      return await pending.result;
    } finally {
      this.#pending.get(call)?.forget();
      this.#pending.delete(call);
      this.#loans.end(scope);
      for (const stream of scope.streams) this.#channel.onStop(stream);
    }
  }

  /** Says something that needs no answer. */
  tell(name: string, value?: unknown): void {
    this.#send({ type: 'tell', name, value: { value: plainCopy(value) } });
  }

  /** Ends every call under way, and both sockets. Safe to call twice. */
  close(error?: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const calls = [...this.#pending.values()];
    this.#pending.clear();
    this.#channel.close();
    this.#loans.clear();
    for (const served of this.#served.values()) served.abort(lostWire());
    this.#served.clear();
    this.listener.onClose(error);
    for (const pending of calls) pending.fail(error ?? lostWire());
    this.sockets.messages.destroy();
    this.sockets.bytes.destroy();
  }

  #send(message: WireMessage): boolean {
    return this.#isClosed || this.#socket.send(message);
  }

  #take(value: unknown): void {
    const message = parseMessage(value);
    if (!message) return this.close(brokenWire('what it sent is no message'));
    if (message.type === 'call') return void this.#serve(message);
    if (message.type === 'result') return void this.#finish(message.call, message.output);
    this.#takeSmall(message);
  }

  #takeSmall(message: Exclude<WireMessage, { type: 'call' | 'result' }>): void {
    switch (message.type) {
      case 'failure':
        return this.#pending.get(message.call)?.fail(unpackError(message.error));
      case 'abort':
        return this.#served.get(message.call)?.abort(unpackError(message.reason));
      case 'note':
        return this.#note(message.call, message.name, message.value);
      case 'take':
        return this.#served.get(message.call)?.allow(message.count);
      case 'tell':
        return this.listener.onTell(message.name, message.value.value);
      case 'credit':
        return this.#channel.onCredit(message.stream, message.bytes);
      case 'stop':
        return this.#channel.onStop(message.stream);
      case 'open':
        return this.#open(message.loan, message.stream);
      case 'forget':
        return this.#loans.release(message.loan);
    }
  }

  /** Notes are plain data: they have no parts. */
  #note(call: number, name: string, { value }: PackedValue): void {
    try {
      this.#pending.get(call)?.note(name, value);
    } catch (error) {
      this.close(error instanceof Error ? error : brokenWire(String(error)));
    }
  }

  async #finish(call: number, output: PackedValue): Promise<void> {
    const pending = this.#pending.get(call);
    if (!pending) return;
    try {
      pending.succeed(output.parts ? await unpackValue(output, this.#context()) : output.value);
    } catch (error) {
      pending.fail(error);
      this.close(error instanceof Error ? error : undefined);
    }
  }

  async #serve({ call, method, input }: Extract<WireMessage, { type: 'call' }>): Promise<void> {
    const scope = createScope();
    const served = new ServedCall(call, (message) => void this.#send(message));
    this.#served.set(call, served);
    try {
      const given = input.parts ? await unpackValue(input, this.#context(scope)) : input.value;
      const output = await this.#answer(method, given, served);
      const packed = packValue(output, { channel: this.#channel, loans: this.#loans, answered: scope });
      if (!this.#send({ type: 'result', call, output: packed })) throw notSendable('too large', []);
    } catch (error) {
      this.#send({ type: 'failure', call, error: packError(error) });
    } finally {
      this.#served.delete(call);
    }
  }

  #answer(method: string, input: unknown, call: ServedCall): Promise<unknown> {
    if (method === SIZE_OF_LOAN) return this.#sizeOf(Number(input), call.signal);
    return this.listener.onCall(method, input, call);
  }

  async #sizeOf(loan: number, signal: AbortSignal): Promise<number | undefined> {
    const lent = this.#loans.bytesOf(loan);
    if (!lent) throw lostWire();
    return lent.sizeBytes({ signal });
  }

  #open(loan: number, stream: number): void {
    this.#channel.sendAs(stream, this.#loans.bytesOf(loan)?.stream() ?? BROKEN_OFF);
  }

  #context(scope?: LoanScope): UnpackContext {
    return {
      channel: this.#channel,
      loans: this.#loans,
      scope,
      streamOf: (loan) => this.#readOnce(this.#loans.hold(loan)),
      sourceOf: (loan, fileName) => {
        const hold = this.#loans.hold(loan);
        return new LentSource({
          fileName,
          open: (signal) => this.#inlet(hold, signal),
          sizeBytes: (signal) => this.#askSize(hold, signal),
        });
      },
    };
  }

  async #askSize({ loan }: LoanHold, signal?: AbortSignal): Promise<number | undefined> {
    const size = await this.call(SIZE_OF_LOAN, loan, { signal });
    return typeof size === 'number' ? size : undefined;
  }

  #readOnce(hold: LoanHold): Readable {
    return this.#inlet(hold).once('close', () => this.#loans.drop(hold));
  }

  #inlet(hold: LoanHold, signal?: AbortSignal): Readable {
    let release: (() => void) | undefined;
    return new ByteInlet(this.#channel, this.#channel.reserve(), {
      ...{ signal, hold },
      onOpen: (stream) => {
        release = this.listener.onReading?.();
        this.#send({ type: 'open', stream, loan: hold.loan });
      },
      onClose: () => release?.(),
    });
  }
}

/** For a value that was lent until a call ended. */
const BROKEN_OFF: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(lostWire()) }),
};
