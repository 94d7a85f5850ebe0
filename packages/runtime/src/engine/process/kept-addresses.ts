import type { BoundSocket } from './bind-socket';
import type { StandIn, StandInParts } from './stand-in';

/** Who listens, or did last. */
export interface Tenant {
  readonly serviceId: string;
  /** Called when somebody connects while the service does not run; see `EnsureOptions.onCaller`. Default: never started. */
  readonly onCaller?: () => Promise<unknown> | undefined;
}

/** What keeps addresses. */
export interface KeptAddressesOptions {
  /** Answers `undefined` where a child cannot inherit a socket. */
  readonly bind: () => BoundSocket | undefined;
  readonly createStandIn: (parts: Pick<StandInParts, 'serviceId' | 'socket' | 'onCaller'>) => StandIn;
}

interface KeptAddress {
  readonly socket: BoundSocket;
  readonly standIn: StandIn;
  readonly tenants: { present?: Tenant; latest: Tenant };
}

/**
 * Addresses of services that outlive their runs. A service has one, which a stand-in answers between two runs; only two
 * runs at once have two, and of those the one that is used longer stays.
 */
export class KeptAddresses {
  readonly #addresses = new Map<string, Set<KeptAddress>>();

  constructor(private readonly options: KeptAddressesOptions) {}

  /** Nobody else answers there when this returns; until it is closed, the socket belongs to the tenant. */
  lend(tenant: Tenant): BoundSocket | undefined {
    const address = this.#free(tenant.serviceId) ?? this.#add(tenant);
    if (!address) return undefined;
    const { socket, standIn, tenants } = address;
    standIn.end();
    Object.assign(tenants, { present: tenant, latest: tenant });
    return { ...socket, close: () => tenants.present === tenant && this.#giveBack(address, tenant) };
  }

  /**
   * Gives the address of a service up, at once; one that is lent, as soon as it is given back. Connections are refused
   * when the promise resolves.
   */
  async forget(serviceId: string): Promise<void> {
    const addresses = [...(this.#addresses.get(serviceId) ?? [])];
    this.#addresses.delete(serviceId);
    await Promise.all(addresses.filter(({ tenants }) => !tenants.present).map(close));
  }

  /** Gives all addresses up, as `forget` does. */
  async close(): Promise<void> {
    await Promise.all([...this.#addresses.keys()].map((serviceId) => this.forget(serviceId)));
  }

  #free(serviceId: string): KeptAddress | undefined {
    const addresses = this.#addresses.get(serviceId);
    const free = [...(addresses ?? [])].find(({ tenants }) => !tenants.present);
    if (!free || free.socket.isBound()) return free;
    addresses?.delete(free);
    void close(free);
    return undefined;
  }

  #add(tenant: Tenant): KeptAddress | undefined {
    const { serviceId } = tenant;
    const socket = this.options.bind();
    if (!socket) return undefined;
    const tenants: KeptAddress['tenants'] = { latest: tenant };
    const onCaller = (): Promise<unknown> | undefined => tenants.latest.onCaller?.();
    const address = { socket, tenants, standIn: this.options.createStandIn({ serviceId, socket, onCaller }) };
    this.#addresses.set(serviceId, (this.#addresses.get(serviceId) ?? new Set()).add(address));
    return address;
  }

  #giveBack(address: KeptAddress, { serviceId }: Tenant): void {
    const addresses = this.#addresses.get(serviceId);
    address.tenants.present = undefined;
    if (addresses?.has(address) && addresses.size === 1) return address.standIn.begin();
    addresses?.delete(address);
    void close(address);
  }
}

async function close({ socket, standIn }: KeptAddress): Promise<void> {
  const gone = standIn.close();
  socket.close();
  await gone;
}
