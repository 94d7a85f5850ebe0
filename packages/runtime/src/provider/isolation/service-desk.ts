import { once } from 'node:events';
import {
  MediaConduitError,
  type AddressChange,
  type Clock,
  type LegacyServiceInfo,
  type ServiceHandle,
} from '@mediaconduit/sdk';
import type { CallGate } from '../../resilience/call-gate';
import { SERVICE_METHODS, type ServiceSnapshot } from './isolation-messages';
import { StartWatch } from './start-watch';

/** What the desk needs of the connection to the process. */
export interface ServiceDeskParts {
  readonly provider: string;
  readonly clock: Clock;
  /** Identifiers that the user has given to the provider. */
  readonly named: ReadonlySet<string>;
  /** Opens a service that `configure` named. */
  readonly open: (identifier: string, config?: Readonly<Record<string, unknown>>) => Promise<ServiceHandle>;
  /** Calls the listener when a service of the runtime is ready, or is so no more; returns the function that ends it. */
  readonly onService: (listener: (serviceId: string, isReady: boolean) => void) => () => void;
  /** What limits the calls to a service, if anything does. */
  readonly gateOf: (serviceId: string) => CallGate | undefined;
  /** Calls the listener when that may have changed; returns the function that ends it. */
  readonly onLimits: (listener: (serviceId: string) => void) => () => void;
  /** Tells the process that something about a service has changed. */
  readonly onChange: (snapshot: ServiceSnapshot) => void;
}

interface Lent {
  readonly handle: ServiceHandle;
  /** False when it is known not to run. */
  isRunning: boolean;
  forget: () => void;
  /** The lease of the process, while it makes calls. */
  release?: () => void;
}

/**
 * The services of one provider in a process of its own: started and leased here, called from there. The process gets an
 * address and nothing else, and only of services that the manifest or the user names.
 */
export class ServiceDesk {
  readonly starts: StartWatch;
  readonly #lent: Lent[] = [];

  constructor(private readonly parts: ServiceDeskParts) {
    this.starts = new StartWatch(parts.clock);
  }

  /** @returns what the process gets to know of it. */
  add(handle: ServiceHandle): ServiceSnapshot {
    const { serviceId } = handle;
    const service = this.#lent.length;
    const lent: Lent = { handle, isRunning: true, forget: () => undefined };
    const tell = (isRunning = lent.isRunning): void => {
      lent.isRunning = isRunning;
      this.parts.onChange(this.#snapshot(service));
    };
    const ends = [
      handle.onAddress(() => tell(true)),
      this.parts.onService((id, isReady) => id === serviceId && !isReady && tell(false)),
      this.parts.onLimits((id) => id === serviceId && tell()),
    ];
    lent.forget = () => {
      for (const end of ends) end();
    };
    this.#lent.push(lent);
    return this.#snapshot(service);
  }

  async lease(service: number, signal: AbortSignal): Promise<AddressChange> {
    const lent = this.#of(service);
    lent.release?.();
    const end = this.starts.begin();
    try {
      const lease = await lent.handle.lease({ signal });
      lent.release = () => lease.release();
      return { baseUrl: lease.baseUrl, generation: lent.handle.generation };
    } finally {
      end();
    }
  }

  /** Holds a place among the calls to the service until the signal. */
  async turn(service: number, signal: AbortSignal, onTurn: () => void): Promise<void> {
    const leave = await this.#enter(service, signal);
    try {
      onTurn();
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      leave?.();
    }
  }

  async #enter(service: number, signal: AbortSignal): Promise<(() => void) | undefined> {
    const gate = this.parts.gateOf(this.#of(service).handle.serviceId);
    const end = this.starts.begin();
    try {
      return await gate?.enter(signal);
    } finally {
      end();
    }
  }

  release(service: number): void {
    const lent = this.#lent[service];
    lent?.release?.();
    if (lent) lent.release = undefined;
  }

  /** Calls one of the methods that answer plain data. Variables for a start are not taken from a provider. */
  async call(service: number, method: string, given: readonly unknown[]): Promise<unknown> {
    const { handle } = this.#of(service);
    const known = SERVICE_METHODS.find((name) => name === method);
    if (!known) throw this.#refused(`has no method ${method}`);
    const end = this.starts.begin();
    try {
      const number = typeof given[0] === 'number' ? given[0] : undefined;
      const result: unknown = await (known === 'waitForHealthy' || known === 'getLogs'
        ? handle[known](number)
        : handle[known]());
      return result;
    } finally {
      end();
    }
  }

  /** @throws `MC_SERVICE_NOT_FOUND` for a service that nobody but the provider has named. */
  async open(identifier: string, config?: Readonly<Record<string, unknown>>): Promise<ServiceSnapshot> {
    if (!this.parts.named.has(identifier)) throw this.#refused(`may not open "${identifier}"`);
    return this.add(await this.parts.open(identifier, config));
  }

  /** The process is gone: what it held is free. */
  [Symbol.dispose](): void {
    for (const { release, forget } of this.#lent.splice(0)) {
      release?.();
      forget();
    }
  }

  #of(service: number): Lent {
    const lent = this.#lent[service];
    if (lent) return lent;
    throw this.#refused(`has no service ${service}`);
  }

  #snapshot(service: number): ServiceSnapshot {
    const { handle, isRunning } = this.#of(service);
    const { generation, serviceId } = handle;
    const isLimited = this.parts.gateOf(serviceId)?.isLimited === true;
    const info: LegacyServiceInfo = handle.getServiceInfo();
    const baseUrl = info.ports.length === 0 ? undefined : handle.baseUrl;
    return { service, serviceId, baseUrl, generation, isRunning, isLimited, info };
  }

  #refused(what: string): MediaConduitError {
    const { provider } = this.parts;
    return new MediaConduitError('MC_SERVICE_NOT_FOUND', `Provider "${provider}" in its own process ${what}.`, {
      hint: 'name the service in the manifest of the provider, or by configure({ serviceUrl })',
      facts: { provider },
    });
  }
}
