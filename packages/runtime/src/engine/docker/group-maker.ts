import type { ContainerInspectInfo } from 'dockerode';
import { anySignal, messageOf } from '@mediaconduit/sdk';
import type { ComposeDependency } from '../../compose/compose-service';
import { groupContainers, isSibling, removeGroup, removeSiblings } from './container-group';
import { ContainerLost, ContainerMaker, type Company } from './container-maker';
import type { DockerClient, LongCall } from './docker-client';
import type { Connection, GroupPlan, MemberPlan } from './group-plan';
import { awaitCondition } from './member-condition';

/** What the members have in common with the main container. */
export interface GroupOrder {
  readonly group: GroupPlan;
  /** Labels of this one start. */
  readonly labels: Readonly<Record<string, string>>;
  /** Settles when this process holds the lock of the group: nothing of it is made before. */
  readonly mayStart: Promise<unknown>;
}

type Starts = ReadonlyMap<string, Promise<ContainerInspectInfo>>;

/** Networks and containers that have to be there before the main container starts. */
export class GroupMaker implements Company {
  readonly #ending = new AbortController();
  readonly #call: LongCall;
  #starts: Starts = new Map();
  #hasBegun = false;

  constructor(
    private readonly client: DockerClient,
    private readonly order: GroupOrder,
    call: LongCall,
    private readonly warn: (message: string) => void,
  ) {
    this.#call = { ...call, signal: anySignal([call.signal, this.#ending.signal]) };
  }

  /** The main container is made and not started: its name is ours, and so is everything that is labelled with it. */
  async gather(mainId: string, prepared: Promise<void>): Promise<void> {
    const { group, labels, mayStart } = this.order;
    await Promise.all([mayStart, prepared]);
    const main = await this.client.inspectContainer(mainId);
    if (!main) throw new ContainerLost(new Error(`${group.name} was removed before its group was made`));
    this.#hasBegun = true;
    const left = (await groupContainers(this.client, group.name)).filter(isSibling);
    await removeSiblings(this.client, group.name, left);
    // One after the other: of two at once, one could still be made after the other has failed and all was removed.
    for (const network of group.networks)
      await this.client.createNetwork({ ...network, labels: { ...network.labels, ...labels } });
    await this.#enter(main, group.connections);
    this.#call.signal.throwIfAborted();
    this.#startMembers();
    await this.#whenMet(group.dependsOn);
  }

  async dismiss(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#starts.values());
    if (this.#hasBegun) await removeGroup(this.client, this.order.group.name, { graceMs: 0 });
  }

  /** Out of the network that the engine puts everybody into, and into our own. */
  async #enter(main: ContainerInspectInfo, connections: readonly Connection[]): Promise<void> {
    await this.#connect(main.Id, connections);
    const others = Object.keys(main.NetworkSettings.Networks ?? {});
    for (const network of others) await this.client.disconnectNetwork(network, main.Id);
  }

  async #connect(id: string, connections: readonly Connection[]): Promise<void> {
    for (const { network, aliases } of connections) await this.client.connectNetwork(network, id, aliases);
  }

  /** All at once: each waits for those it needs by itself. */
  #startMembers(): void {
    const starts = new Map<string, Promise<ContainerInspectInfo>>();
    this.#starts = starts;
    for (const member of this.order.group.members) {
      const start = this.#start(member);
      start.catch(() => undefined); // told by who waits for it
      starts.set(member.member, start);
    }
  }

  #start(plan: MemberPlan): Promise<ContainerInspectInfo> {
    const { labels } = this.order;
    const company: Company = {
      gather: (id) => Promise.all([this.#connect(id, plan.connections), this.#whenMet(plan.dependsOn)]),
      dismiss: async () => undefined,
    };
    const maker = new ContainerMaker(this.client, this.#call, this.warn);
    return maker.make({ plan, image: plan.image, labels, company: () => company, mayEnd: plan.isJob });
  }

  async #whenMet(dependencies: readonly ComposeDependency[]): Promise<void> {
    await Promise.all(dependencies.map((dependency) => this.#wait(dependency)));
  }

  async #wait({ name, condition, required }: ComposeDependency): Promise<void> {
    const { signal, onProgress } = this.#call;
    try {
      const started = await this.#starts.get(name);
      if (!started) return;
      if (condition !== 'service_started') onProgress(`waiting for ${name} (${condition.replaceAll('_', ' ')})`);
      await awaitCondition(this.client, { id: started.Id, member: name }, condition, signal);
    } catch (error) {
      if (required || signal.aborted) throw error;
      this.warn(`"${name}" is left out: ${messageOf(error)}`);
    }
  }
}
