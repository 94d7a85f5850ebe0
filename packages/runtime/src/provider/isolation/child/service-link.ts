import {
  SYSTEM_CLOCK,
  type AddressChange,
  type ClockTimer,
  type MediaConduitError,
  type RunningService,
  type ServiceLease,
} from '@mediaconduit/sdk';
import type { CallGate } from '../../../resilience/call-gate';
import type { CircuitBreaker } from '../../../resilience/circuit-breaker';
import type { CalledService } from '../../../service/called-service';
import { createServiceClient } from '../../../service/create-service-client';
import { probeReadiness } from '../../../service/readiness-probe';
import type { ServiceClient } from '../../../service/service-client';
import { SharedTask } from '../../../service/shared-task';
import type { ServiceSnapshot } from '../isolation-messages';
import { WireGate } from './wire-gate';
import type { Wire } from '../wire/wire';

/** The lease is given back when nobody has called for so long, in ms: the next of many calls does not ask again. */
const LINGER_MS = 1000;

/* eslint-disable @typescript-eslint/no-require-imports -- with the first call to a service */
const loadBreaker = () =>
  require('../../../resilience/circuit-breaker') as typeof import('../../../resilience/circuit-breaker');
/* eslint-enable @typescript-eslint/no-require-imports */

/** One service as the process of its provider sees it: started and leased by the runtime, called from here. */
export class ServiceLink implements CalledService {
  readonly parts = { clock: SYSTEM_CLOCK, probe: probeReadiness };
  readonly #wire: Wire;
  readonly #listeners = new Set<(change: AddressChange) => void>();
  #snapshot: ServiceSnapshot;
  #client: ServiceClient | undefined;
  #leasing: SharedTask<ServiceClient> | undefined;
  #breaker: CircuitBreaker | undefined;
  #gate: WireGate | undefined;
  /** The runtime holds a lease for us, also while the connection is lost. */
  #isLeased = false;
  #users = 0;
  #linger: ClockTimer | undefined;

  constructor(snapshot: ServiceSnapshot, wire: Wire) {
    this.#snapshot = snapshot;
    this.#wire = wire;
  }

  get snapshot(): ServiceSnapshot {
    return this.#snapshot;
  }

  get definition(): CalledService['definition'] {
    const { baseUrl = '', info, serviceId: id } = this.#snapshot;
    return { id, readiness: { path: info.healthCheckUrl.slice(baseUrl.length), timeoutMs: 0 } };
  }

  get running(): { readonly baseUrl: string } | undefined {
    return this.#client;
  }

  get client(): ServiceClient | undefined {
    return this.#client;
  }

  get breaker(): CircuitBreaker {
    this.#breaker ??= new (loadBreaker().CircuitBreaker)({ name: this.#snapshot.serviceId, clock: SYSTEM_CLOCK });
    return this.#breaker;
  }

  get gate(): CallGate | undefined {
    return this.#snapshot.isLimited ? (this.#gate ??= new WireGate(this.#wire, this.#snapshot.service)) : undefined;
  }

  /** Something about it is another than before. */
  update(snapshot: ServiceSnapshot): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    const { baseUrl, generation } = snapshot;
    if (!snapshot.isRunning || generation !== before.generation) this.#drop();
    if (!snapshot.isRunning || generation === before.generation || baseUrl === undefined) return;
    for (const listener of this.#listeners) listener({ baseUrl, generation });
  }

  onAddress(listener: (change: AddressChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async acquire(signal?: AbortSignal): Promise<ServiceClient> {
    while (this.#leasing?.aborted) await this.#leasing.settled();
    if (this.#client) return this.#client;
    this.#leasing ??= new SharedTask((ended) => this.#lease(ended));
    return this.#leasing.join(signal);
  }

  async explain(error: MediaConduitError): Promise<MediaConduitError> {
    this.#drop(); // the next call asks the runtime where it is, which starts it again
    return error;
  }

  /** Counts as use until the returned function is called; safe to call twice. */
  hold(): () => void {
    this.#users++;
    SYSTEM_CLOCK.clearTimeout(this.#linger);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      if (--this.#users > 0) return;
      this.#linger = SYSTEM_CLOCK.setTimeout(() => this.#giveBack(), LINGER_MS);
      this.#linger.unref();
    };
  }

  async lease(signal?: AbortSignal): Promise<ServiceLease> {
    const release = this.hold();
    try {
      const { baseUrl } = await this.acquire(signal);
      return { baseUrl, release, [Symbol.asyncDispose]: async () => release() };
    } catch (error) {
      release();
      throw error;
    }
  }

  call(name: string, given: readonly unknown[] = []): Promise<unknown> {
    return this.#wire.call('service.call', { service: this.#snapshot.service, name, given });
  }

  async #lease(signal: AbortSignal): Promise<ServiceClient> {
    const { service, serviceId } = this.#snapshot;
    try {
      const { baseUrl } = (await this.#wire.call('service.lease', { service }, { signal })) as AddressChange;
      this.#isLeased = true;
      const running: Pick<RunningService, 'serviceId' | 'baseUrl'> = { serviceId, baseUrl };
      this.#client = await createServiceClient(running);
      return this.#client;
    } finally {
      this.#leasing = undefined;
    }
  }

  #giveBack(): void {
    if (this.#users > 0 || !this.#isLeased) return;
    this.#isLeased = false;
    this.#drop();
    this.#wire.tell('service.release', this.#snapshot.service);
  }

  /** Calls under way go on. */
  #drop(): void {
    void this.#client?.close().catch(() => undefined);
    this.#client = undefined;
  }
}
