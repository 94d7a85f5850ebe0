import {
  MediaConduitError,
  type AddressChange,
  type CallDefaults,
  type ServiceHandle,
  type ServiceLease,
  type ServiceReply,
  type ServiceRequest,
  type ServiceStreamReply,
} from '@mediaconduit/sdk';
import { Readable } from 'node:stream';
import { toServiceReply, type FakeReply } from './fake-reply';
import { FakeLegacyHandle } from './fake-legacy-handle';

/** How a fake service answers. */
export interface FakeServiceHandleOptions {
  /** Default `test-service`. */
  readonly serviceId?: string;
  /** Default `http://127.0.0.1:49152`; nothing listens there. */
  readonly baseUrl?: string;
  /**
   * Replies by `METHOD /path` (without query); of a list, one per request and the last one for ever. An error is thrown.
   * What is not listed is answered 404, naming what is.
   */
  readonly replies?: Readonly<Record<string, FakeReply | Error | readonly (FakeReply | Error)[]>>;
  /** Asked first; `undefined` leaves the answer to `replies`. */
  readonly respond?: (request: ServiceRequest) => FakeReply | undefined | Promise<FakeReply | undefined>;
}

/** A service handle without a service, for unit tests of providers. */
export interface FakeServiceHandle extends ServiceHandle {
  /** Every request, oldest first, also those that were refused. */
  readonly requests: readonly ServiceRequest[];
  /** Names of the methods of the original core that were called, oldest first. */
  readonly legacyCalls: readonly string[];
  /** What `withCallDefaults` was given, oldest first; the handle itself stays the one. */
  readonly callDefaults: readonly CallDefaults[];
  /** Leases that were taken and not given back. */
  readonly openLeases: number;
  /** Pretends that the service was started again elsewhere: tells the listeners. */
  moveTo(baseUrl: string): void;
}

/** A handle that answers from a script and records what it was asked. The service starts with the first request. */
export function createFakeServiceHandle(options: FakeServiceHandleOptions = {}): FakeServiceHandle {
  return new ScriptedHandle(options);
}

class ScriptedHandle extends FakeLegacyHandle implements FakeServiceHandle {
  readonly serviceId: string;
  readonly requests: ServiceRequest[] = [];
  readonly callDefaults: CallDefaults[] = [];
  generation = 0;
  openLeases = 0;
  readonly #options: FakeServiceHandleOptions;
  readonly #answered = new Map<string, number>();
  readonly #listeners = new Set<(change: AddressChange) => void>();
  #address: string;

  constructor(options: FakeServiceHandleOptions) {
    super();
    this.#options = options;
    this.serviceId = options.serviceId ?? 'test-service';
    this.#address = options.baseUrl ?? 'http://127.0.0.1:49152';
  }

  get baseUrl(): string {
    if (this.running) return this.#address;
    throw new MediaConduitError('MC_SERVICE_NOT_STARTED', `${this.serviceId} has no address yet.`, {
      hint: 'use request() or lease(), which start it',
    });
  }

  async request(request: ServiceRequest): Promise<ServiceReply> {
    this.requests.push(request);
    throwIfAborted(request.signal);
    this.start();
    return toServiceReply(this.serviceId, await this.#replyTo(request), request);
  }

  async stream(request: ServiceRequest): Promise<ServiceStreamReply> {
    const { bytes, headers, status, timing } = await this.request(request);
    return { status, headers, timing, body: Readable.from(bytes.length === 0 ? [] : [bytes]) };
  }

  async lease(): Promise<ServiceLease> {
    this.start();
    this.openLeases += 1;
    let held = true;
    const release = (): void => {
      if (held) this.openLeases -= 1;
      held = false;
    };
    return { baseUrl: this.baseUrl, release, [Symbol.asyncDispose]: async () => release() };
  }

  onAddress(listener: (change: AddressChange) => void): () => void {
    const own = (change: AddressChange): void => listener(change);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  withCallDefaults(defaults: CallDefaults): this {
    this.callDefaults.push(defaults);
    return this;
  }

  moveTo(baseUrl: string): void {
    this.#address = baseUrl;
    this.running = false;
    this.start();
  }

  protected start(): void {
    if (this.running) return;
    this.running = true;
    this.generation += 1;
    for (const listener of [...this.#listeners]) listener({ baseUrl: this.#address, generation: this.generation });
  }

  async #replyTo(request: ServiceRequest): Promise<FakeReply> {
    const own = await this.#options.respond?.(request);
    const reply = own ?? this.#scripted(request);
    if (reply instanceof Error) throw reply;
    return reply;
  }

  #scripted(request: ServiceRequest): FakeReply | Error {
    const key = `${methodOf(request)} ${request.path.split('?')[0] ?? ''}`;
    const { replies = {} } = this.#options;
    const script = replies[key];
    if (script === undefined)
      return { status: 404, text: `no reply for ${key}; known: ${Object.keys(replies).join(', ')}` };
    const list: readonly (FakeReply | Error)[] = Array.isArray(script) ? script : [script];
    const count = this.#answered.get(key) ?? 0;
    this.#answered.set(key, count + 1);
    return list[Math.min(count, list.length - 1)] ?? {};
  }
}

function methodOf({ body, form, json, method }: ServiceRequest): string {
  return method ?? ([json, body, form].every((content) => content === undefined) ? 'GET' : 'POST');
}

/** As a real service does: a deadline of the caller is told from a cancellation. */
function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  const cause: unknown = signal.reason;
  const isDeadline = cause instanceof DOMException && cause.name === 'TimeoutError';
  throw isDeadline
    ? new MediaConduitError('MC_CALL_TIMEOUT', 'The call did not end in time.', { cause })
    : new MediaConduitError('MC_CALL_ABORTED', 'The call was cancelled.', { cause });
}
