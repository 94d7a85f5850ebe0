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
import { FakeLegacyHandle } from './fake-legacy-handle';

/** A service handle that notes what is done with it, for unit tests of providers. */
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

/** All of a fake handle but how it answers. The service starts with the first request. */
export abstract class NotingHandle extends FakeLegacyHandle implements FakeServiceHandle {
  readonly requests: ServiceRequest[] = [];
  readonly callDefaults: CallDefaults[] = [];
  generation = 0;
  openLeases = 0;
  readonly #listeners = new Set<(change: AddressChange) => void>();
  #address: string;

  constructor(
    readonly serviceId: string,
    baseUrl: string,
  ) {
    super();
    this.#address = baseUrl;
  }

  abstract override request(request: ServiceRequest): Promise<ServiceReply>;
  abstract stream(request: ServiceRequest): Promise<ServiceStreamReply>;

  get baseUrl(): string {
    if (this.running) return this.#address;
    throw new MediaConduitError('MC_SERVICE_NOT_STARTED', `${this.serviceId} has no address yet.`, {
      hint: 'use request() or lease(), which start it',
    });
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

  /** Notes a request and starts the service. @throws when the caller had given up before. */
  protected begin(request: ServiceRequest): void {
    this.requests.push(request);
    throwIfAborted(request.signal);
    this.start();
  }

  protected start(): void {
    if (this.running) return;
    this.running = true;
    this.generation += 1;
    for (const listener of [...this.#listeners]) listener({ baseUrl: this.#address, generation: this.generation });
  }
}

/** What the request says, else `GET`, or `POST` when there is a body. */
export function methodOf({ body, form, json, method }: ServiceRequest): string {
  return method ?? ([json, body, form].every((content) => content === undefined) ? 'GET' : 'POST');
}

/** As a real service does: a deadline of the caller is told from a cancellation. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  const cause: unknown = signal.reason;
  const isDeadline = cause instanceof DOMException && cause.name === 'TimeoutError';
  throw isDeadline
    ? new MediaConduitError('MC_CALL_TIMEOUT', 'The call did not end in time.', { cause })
    : new MediaConduitError('MC_CALL_ABORTED', 'The call was cancelled.', { cause });
}
