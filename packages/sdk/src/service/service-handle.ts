import type { Readable } from 'node:stream';
import type { DockerServiceHandle } from './docker-service-handle';
import type { Form } from './form';

/** What every call to a service may carry. */
export interface ServiceCallOptions {
  /** Ends the call, and with it the work in the service. */
  readonly signal?: AbortSignal;
  /**
   * Deadline of the call once the service is ready, in ms; 0 = none. Default 600000. `AbortSignal.timeout(ms)` as
   * `signal` bounds the start of the service, too.
   */
  readonly timeoutMs?: number;
}

/** At most one of `json`, `body` and `form` is given. */
export interface ServiceRequest extends ServiceCallOptions {
  /** Default `GET`, or `POST` when there is a body. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  /** Absolute path on the service, with query: `/transform?x=1`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `application/json`. */
  readonly json?: unknown;
  /** Sent as it is; set `content-type` yourself. A stream is read once, with back-pressure. */
  readonly body?: string | Uint8Array | Readable;
  /** Sent as `multipart/form-data`; streams in it are read once, with back-pressure. */
  readonly form?: Form;
  /** While a `form` or a stream goes out; the total where it is known. */
  readonly onUpload?: (sentBytes: number, totalBytes: number | undefined) => void;
  /** Largest reply that is collected, in bytes. Default 67108864 (64 MiB); larger ones belong in `stream`. */
  readonly maxReplyBytes?: number;
  /** Answers of 400 and above throw unless this is true. */
  readonly acceptErrors?: boolean;
  /**
   * Sent once more when the service went away before it had answered, unless a stream belongs to it. Default: true for
   * `GET` and `HEAD`.
   */
  readonly idempotent?: boolean;
}

/** What calls do that say nothing about it themselves. */
export interface CallDefaults {
  /** In ms; 0 = none. Default 600000. */
  readonly timeoutMs?: number;
  /**
   * How often an idempotent call is repeated after a failure that may pass. Default: once, and only when the service
   * went away.
   */
  readonly retries?: number;
}

/** Where the time of a call went, in ms. */
export interface CallTiming {
  /** Waiting for a free place. */
  queueMs: number;
  /** Waiting for the service to be ready; 0 when it already was. */
  startMs: number;
  /** From sending the request to the first byte of the answer. */
  computeMs: number;
  /** From the first to the last byte of the answer. */
  transferMs: number;
}

/** A reply whose body was collected. */
export interface ServiceReply {
  readonly status: number;
  /** Names in lower case; values of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly timing: CallTiming;
  text(): string;
  /** @throws `MC_SERVICE_REPLY_INVALID` when the body is not JSON. */
  json<T = unknown>(): T;
}

/** A reply whose body is still to be read; destroying `body` ends the work in the service. */
export interface ServiceStreamReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  readonly timing: CallTiming;
}

/** While it is held, nobody stops the service as idle. */
export interface ServiceLease extends AsyncDisposable {
  readonly baseUrl: string;
  /** Safe to call twice. */
  release(): void;
}

/** A new address of a service. */
export interface AddressChange {
  readonly baseUrl: string;
  /** Grows by one with every start. */
  readonly generation: number;
}

/**
 * A provider's view of its service, which starts with the first request and is shared by all who use it. Providers of
 * the original core expect what {@link DockerServiceHandle} has.
 */
export interface ServiceHandle extends DockerServiceHandle {
  readonly serviceId: string;
  /** @throws `MC_SERVICE_NOT_STARTED` while there is no address; use {@link lease} or `request` instead. */
  readonly baseUrl: string;
  /** 0 before the first start. */
  readonly generation: number;
  /**
   * Starts the service if needed and collects the reply.
   * @throws `MC_SERVICE_REJECTED` (4xx), `MC_SERVICE_ERROR` (5xx), `MC_SERVICE_GONE`, `MC_SERVICE_HUNG`,
   *   `MC_CALL_TIMEOUT`, `MC_CALL_ABORTED`, `MC_CIRCUIT_OPEN` at once while the service is spared, and what stopped it
   *   from starting.
   */
  request(request: ServiceRequest): Promise<ServiceReply>;
  /** As `request`, with the body as a stream; the lease ends with it. */
  stream(request: ServiceRequest): Promise<ServiceStreamReply>;
  /**
   * For clients of your own: starts the service if needed, and keeps it from being stopped as idle.
   * `mediaconduit restart`, `stop` and `down` wait for calls, not for leases, and cut off such clients.
   * {@link onAddress} tells where the next run answers.
   */
  lease(options?: ServiceCallOptions): Promise<ServiceLease>;
  /** Called after every start with the new address; returns the function that ends it. */
  onAddress(listener: (change: AddressChange) => void): () => void;
  /** Another handle on the same service. */
  withCallDefaults(defaults: CallDefaults): ServiceHandle;
}
