/** One of the containers of a service that keeps its address; there are two while one replaces the other. */
export interface Copy {
  readonly serviceId: string;
  /** Tells its names from those of the other copies. */
  readonly suffix: string;
  /** Name of the container that holds its address. */
  holder?: string;
  /** Id of the container that runs. */
  container?: string;
  isTaken: boolean;
}

/**
 * Which copies of services there are. A start takes the place, and so the address, of the last run; only while that goes
 * on, it is a copy of its own. Of two copies, the one that is used longer stays.
 */
export class ServiceCopies {
  /** Also those that are forgotten. */
  #taken: Copy[] = [];
  readonly #copies = new Map<string, readonly Copy[]>();

  /** @param drop removes the container of this name, which holds an address that is given up. */
  constructor(private readonly drop: (holder: string) => Promise<void>) {}

  take(serviceId: string): Copy {
    const copies = this.#copies.get(serviceId) ?? [];
    const free = copies.find(({ isTaken }) => !isTaken);
    const copy = free ?? { serviceId, suffix: this.#suffixBeside(copies), isTaken: true };
    copy.isTaken = true;
    this.#taken.push(copy);
    if (!free) this.#copies.set(serviceId, [...copies, copy]);
    return copy;
  }

  /** Id of the container whose address is held by the one of this name. */
  heldBy(holder: string): string | undefined {
    return this.#taken.find((copy) => copy.holder === holder)?.container;
  }

  /** The container is gone. */
  async left(container: string): Promise<void> {
    const copy = this.#taken.find((one) => one.container === container);
    if (copy) await this.leave(copy);
  }

  /** Its place is free; with another copy there, or forgotten, it is given up. */
  async leave(copy: Copy): Promise<void> {
    Object.assign(copy, { isTaken: false, container: undefined });
    this.#taken = this.#taken.filter((one) => one !== copy);
    const copies = this.#copies.get(copy.serviceId) ?? [];
    if (copies.length === 1 && copies[0] === copy) return;
    const others = copies.filter((one) => one !== copy);
    if (others.length > 0) this.#copies.set(copy.serviceId, others);
    await this.#giveUp([copy]);
  }

  /** Gives the addresses of a service up: those that are used, when they are left. */
  async forget(serviceId: string): Promise<void> {
    const copies = this.#copies.get(serviceId) ?? [];
    this.#copies.delete(serviceId);
    await this.#giveUp(copies.filter(({ isTaken }) => !isTaken));
  }

  #suffixBeside(copies: readonly Copy[]): string {
    let suffix = '';
    for (let count = 2; copies.some((copy) => copy.suffix === suffix); count++) suffix = `-${count}`;
    return suffix;
  }

  async #giveUp(copies: readonly Copy[]): Promise<void> {
    await Promise.all(copies.flatMap(({ holder }) => (holder === undefined ? [] : [this.drop(holder)])));
  }
}
