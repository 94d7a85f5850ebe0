import { join } from 'node:path';
import type { HeldLock, KernelLock } from '../../lock/kernel-lock';

/** How long a process that could not remove a container waits to count as its user again, in ms. */
const TAKE_BACK_MS = 1_000;

/** A container that this process uses; it is not removed by anybody as long as the lock is held. */
export interface ContainerUse {
  readonly name: string;
  /** `undefined` where there are no kernel locks: the name is ours alone then. */
  readonly lock: HeldLock | undefined;
  /** Id of the container that runs under the name now. */
  id: string | undefined;
  /** True when it does not stand alone. */
  isGroup: boolean;
}

/**
 * Who uses which container, between the processes of one home. A user holds the container's lock file shared; only
 * who gets it exclusively may remove the container.
 */
export class ContainerUses {
  readonly #uses = new Map<string, ContainerUse>();
  readonly #leaving = new Set<string>();

  constructor(
    private readonly lock: KernelLock | undefined,
    private readonly folder: string,
  ) {}

  /** True when containers may be shared with other processes. */
  get areShared(): boolean {
    return this.lock !== undefined;
  }

  /** Names of all containers this process uses. */
  get names(): string[] {
    return [...this.#uses.keys()];
  }

  /** Names of the containers that are being left, and perhaps removed, at this moment. */
  get leaving(): string[] {
    return [...this.#leaving];
  }

  get(name: string): ContainerUse | undefined {
    return this.#uses.get(name);
  }

  /** The use whose container has this id. */
  byId(id: string): ContainerUse | undefined {
    return [...this.#uses.values()].find((use) => use.id === id);
  }

  /** Joins the users of a container; waits while another process removes it. */
  async join(name: string, signal: AbortSignal): Promise<ContainerUse> {
    const known = this.#uses.get(name);
    if (known) return known;
    const use: ContainerUse = {
      name,
      lock: await this.lock?.shared(this.#file(name), signal),
      id: undefined,
      isGroup: false,
    };
    this.#uses.set(name, use);
    return use;
  }

  /** Leaves the users of a container, and runs `remove` if nobody else uses it; who fails to do that still uses it. */
  async leave(name: string, remove?: () => Promise<void>): Promise<void> {
    const use = this.#uses.get(name);
    this.#uses.delete(name);
    this.#leaving.add(name);
    try {
      await use?.lock?.release();
      if (remove) await this.ifUnused(name, remove);
    } catch (error) {
      if (use) await this.#takeBack(use);
      throw error;
    } finally {
      this.#leaving.delete(name);
    }
  }

  /** Runs the task while nobody may use the container; not at all when somebody does. */
  async ifUnused(name: string, task: () => Promise<void>): Promise<void> {
    if (!this.lock) return task();
    const alone = await this.lock.tryExclusive(this.#file(name));
    try {
      if (alone) await task();
    } finally {
      await alone?.release();
    }
  }

  /** For an `exit` handler: lets go of every lock without waiting. */
  abandonSync(): void {
    for (const { lock } of this.#uses.values()) lock?.releaseSync();
    this.#uses.clear();
  }

  /** Not when another process removes the container meanwhile. */
  async #takeBack(use: ContainerUse): Promise<void> {
    const patience = AbortSignal.timeout(TAKE_BACK_MS);
    const lock = await this.lock?.shared(this.#file(use.name), patience).catch(() => undefined);
    if (!this.lock || lock) this.#uses.set(use.name, { ...use, lock });
  }

  #file(name: string): string {
    return join(this.folder, `${name}.lock`);
  }
}
