import type { ContainerInspectInfo } from 'dockerode';
import { join } from 'node:path';
import {
  anySignal,
  MediaConduitError,
  messageOf,
  type EngineAvailability,
  type EngineEvent,
  type EngineRefusal,
  type EnsureOptions,
  type KeptCache,
  type RunningService,
  type ServiceDefinition,
  type ServiceEngine,
  type ServiceInspection,
  type ServiceStats,
  type StopOptions,
} from '@mediaconduit/sdk';
import { KeyedMutex } from '../../lock/keyed-mutex';
import { cacheVolumes, removeCacheVolume } from './cache-volumes';
import { ContainerEventStream } from './container-event-stream';
import { addressOf, containerName, inspectionOf } from './container-facts';
import { endedMembers, groupContainers, groupOf, isSibling, removeGroup } from './container-group';
import type { StartedContainer } from './container-starter';
import { ContainerUses, type ContainerUse } from './container-use';
import type { DockerClient } from './docker-client';
import { DockerConnection } from './docker-connection';
import type { DockerEngineOptions } from './docker-engine-options';
import { abortFailure, noAddressFailure } from './engine-failure';
import { ExpectedContainers } from './expected-containers';
import { withHeldPorts } from './holder-plan';
import { HOME_LABEL, homeFilter } from './home-labels';
import { dockerRefusal } from './load-docker-group';
import { sweepOrphans } from './orphan-sweep';
import { serviceLogs } from './service-logs';
import { ServiceImages } from './service-images';
import { ServiceCopies } from './service-copies';
import { ServicePlanner, type Planned } from './service-planner';
import { ServiceStarter } from './service-starter';
import { serviceStats } from './service-stats';
import { ServiceVolumes } from './service-volumes';

type Removed = Pick<ContainerUse, 'id' | 'name' | 'isGroup'>;

/**
 * Runs services as containers of a Docker engine. Containers are shared by all processes of a home: the name is the
 * lock, the labels are the truth, and the last process to leave removes the container.
 */
export class DockerEngine implements ServiceEngine {
  readonly name = 'docker';
  readonly volumes: ServiceVolumes;
  readonly images: ServiceImages;
  readonly #connection: DockerConnection;
  readonly #uses: ContainerUses;
  readonly #planner: ServicePlanner;
  readonly #events: ContainerEventStream;
  readonly #turns = new KeyedMutex();
  readonly #closing = new AbortController();
  /** Names that are being started, with how many callers wait for each. */
  readonly #starting = new Map<string, number>();
  readonly #copies = new ServiceCopies((holder) => this.#dropHolder(holder));
  readonly #starter: ServiceStarter;
  readonly #expected: ExpectedContainers;
  #swept: Promise<unknown> | undefined;

  constructor(private readonly options: DockerEngineOptions) {
    this.#connection = new DockerConnection(options);
    this.#uses = new ContainerUses(options.lock, join(options.home, 'run'));
    const nameSuffix = this.#uses.areShared ? '' : `-${options.processId}`;
    this.#planner = new ServicePlanner({ ...options, nameSuffix });
    this.#expected = new ExpectedContainers(this.#planner);
    this.#starter = new ServiceStarter({ ...options, uses: this.#uses });
    const client = (): Promise<DockerClient> => this.#connection.client();
    const plan = (definition: ServiceDefinition): Promise<Planned> => this.#planner.plan(definition, {});
    this.volumes = new ServiceVolumes({ ...options, client, plan, uses: this.#uses });
    this.images = new ServiceImages({ client, needed: (definition) => this.#planner.images(definition) });
    const onMemberEnded = (group: string): void => void this.#endIfBroken(group);
    this.#events = new ContainerEventStream({ ...options, client, onMemberEnded });
  }

  availability(): Promise<EngineAvailability> {
    return this.#connection.availability();
  }

  refusal(definition: ServiceDefinition): EngineRefusal | undefined {
    return dockerRefusal(definition);
  }

  async ensure(definition: ServiceDefinition, options: EnsureOptions): Promise<RunningService> {
    const signal = anySignal([options.signal, this.#closing.signal]);
    if (signal.aborted) throw this.#aborted(definition, options.signal);
    const listening = this.#listen();
    const copy = options.keepAddress ? this.#copies.take(definition.id) : undefined;
    const names: string[] = [];
    try {
      const planned = await this.#planner.plan(definition, options.environment ?? {}, copy?.suffix);
      const { holder, plan } = planned;
      names.push(plan.name, ...(holder ? [holder.name] : []));
      for (const name of names) this.#starting.set(name, (this.#starting.get(name) ?? 0) + 1);
      const call = { signal, onProgress: options.onProgress ?? (() => undefined) };
      const client = await this.#connection.client();
      this.#swept ??= this.#sweepQuietly();
      const start = () => this.#starter.start(client, { ...planned, listening }, call);
      const started = this.#runningService(planned, await this.#turns.run(plan.name, start));
      if (copy) Object.assign(copy, { container: started.id, holder: holder?.name });
      return started;
    } catch (error) {
      if (copy) await this.#copies.leave(copy);
      throw signal.aborted ? this.#aborted(definition, options.signal) : error;
    } finally {
      for (const name of names) this.#noLongerStarting(name);
    }
  }

  expect(definitions: readonly ServiceDefinition[]): void {
    this.#expected.set(definitions);
  }

  async inspect(id: string): Promise<ServiceInspection | undefined> {
    const found = await this.#ours(id);
    return found && inspectionOf(await withHeldPorts(await this.#connection.client(), found));
  }

  async list(): Promise<ServiceInspection[]> {
    const client = await this.#connection.client();
    const ids = await client.listContainers(homeFilter(this.options.homeId));
    const found = await Promise.all(ids.map((id) => client.inspectContainer(id)));
    const services = found.flatMap((one) => (one && !isSibling(one) ? [withHeldPorts(client, one)] : []));
    return (await Promise.all(services)).map(inspectionOf);
  }

  async release(id: string, options: StopOptions = {}): Promise<void> {
    const use = this.#uses.byId(id);
    if (!use) return;
    const client = await this.#connection.client();
    await this.#turns.run(use.name, () => this.#uses.leave(use.name, () => this.#remove(client, use, options)));
    await this.#copies.left(id);
  }

  async stop(id: string, options: StopOptions = {}): Promise<void> {
    const found = await this.#ours(id);
    if (!found) return;
    const client = await this.#connection.client();
    await this.#turns.run(containerName(found), async () => {
      const isGroup = groupOf(found) !== undefined;
      await this.#remove(client, { id: found.Id, name: containerName(found), isGroup }, options);
      const use = this.#uses.byId(id);
      if (use) await this.#uses.leave(use.name);
    });
    await this.#copies.left(id);
  }

  async forgetAddress(serviceId: string): Promise<void> {
    await this.#copies.forget(serviceId);
  }

  async logs(id: string, tail = 50): Promise<string[]> {
    const found = await this.#ours(id);
    return found ? serviceLogs(await this.#connection.client(), found, tail) : [];
  }

  async stats(id: string): Promise<ServiceStats | undefined> {
    const found = await this.#ours(id);
    return found && serviceStats(await this.#connection.client(), found);
  }

  async caches(): Promise<KeptCache[]> {
    return cacheVolumes(await this.#connection.client(), this.options.homeId);
  }

  async removeCache(id: string): Promise<void> {
    await removeCacheVolume(await this.#connection.client(), this.options.homeId, id);
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    return this.#events.subscribe(listener);
  }

  /** Removes the containers of this home that nobody alive uses or expects; answers their names. `ensure` does it once. */
  async sweep(): Promise<string[]> {
    const expected = await this.#expected.names();
    const isUsed = (name: string): boolean => this.#starting.has(name) || this.#uses.get(name) !== undefined;
    const wanted = (name: string): boolean => expected.has(name) || isUsed(name);
    const { homeId, isAlive } = this.options;
    return sweepOrphans({ client: await this.#connection.client(), homeId, uses: this.#uses, wanted, isAlive });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const names = new Set([...this.#starting.keys(), ...this.#uses.names]);
    await Promise.all([...names].map((name) => this.#turns.run(name, () => this.#leaveQuietly(name))));
    await this.#swept;
    if (this.#swept && this.#expected.forget()) await this.#sweepQuietly(); // those that were not started after all
    this.#events.close();
    this.#connection.close();
  }

  closeSync(): void {
    const { home, homeId, reap } = this.options;
    const names = [...new Set([...this.#starting.keys(), ...this.#uses.names, ...this.#uses.leaving])];
    this.#closing.abort();
    this.#events.close();
    this.#uses.abandonSync();
    if (this.#connection.address && names.length > 0) reap({ address: this.#connection.address, home, homeId, names });
    this.#connection.close();
  }

  /** Connects and listens while the container is planned. An engine that cannot be reached is told by the start itself. */
  #listen(): Promise<void> {
    const connected = this.#connection.client();
    return connected.then(() => this.#events.open()).catch(() => undefined);
  }

  async #dropHolder(name: string): Promise<void> {
    const id = this.#uses.get(name)?.id;
    const client = await this.#connection.client();
    if (id !== undefined) await this.#uses.leave(name, () => client.removeContainer(id));
  }

  #runningService({ definition, plan }: Planned, { found, adopted }: StartedContainer): RunningService {
    const address = addressOf(found, plan.port);
    if (!address) throw noAddressFailure(definition, plan);
    this.#events.track(found.Id, definition.id);
    const baseUrl = `http://${address.host}:${address.port}`;
    return { id: found.Id, serviceId: definition.id, engine: 'docker', baseUrl, address, adopted };
  }

  /** Only services, which carry our label: an id from elsewhere must not end somebody else's container. */
  async #ours(id: string): Promise<ContainerInspectInfo | undefined> {
    const client = await this.#connection.client();
    const found = await client.inspectContainer(id);
    return found?.Config.Labels[HOME_LABEL] === this.options.homeId && !isSibling(found) ? found : undefined;
  }

  async #remove(client: DockerClient, { id, name, isGroup }: Removed, options: StopOptions): Promise<void> {
    if (id === undefined) return;
    if (isGroup) return removeGroup(client, name, options);
    const { graceMs } = options;
    // Removing kills at once; a polite end is asked for first, unless there is no time for one.
    if (graceMs !== 0) await client.stopContainer(id, graceMs === undefined ? undefined : Math.ceil(graceMs / 1000));
    await client.removeContainer(id);
  }

  /** An engine that fails now must not keep the others from being removed; the next sweep gets what is left. */
  async #leaveQuietly(name: string): Promise<void> {
    const use = this.#uses.get(name);
    try {
      const client = await this.#connection.client();
      await this.#uses.leave(name, async () => {
        if (use) await this.#remove(client, use, {});
      });
    } catch (error) {
      this.options.log.warn({ container: name, reason: messageOf(error) }, 'a container could not be removed');
      await this.#uses.leave(name);
    }
  }

  /**
   * A service without a part that it needs has ended: its own container is killed, whose end everybody hears of who
   * uses it. Their next start makes all of it anew.
   */
  async #endIfBroken(group: string): Promise<void> {
    try {
      await this.#turns.run(group, async () => {
        const id = this.#copies.heldBy(group) ?? this.#uses.get(group)?.id;
        if (id === undefined) return;
        const client = await this.#connection.client();
        const [ended] = endedMembers(await groupContainers(client, group));
        if (ended) await client.stopContainer(id, 0);
      });
    } catch (error) {
      this.options.log.warn({ container: group, reason: messageOf(error) }, 'a group of containers could not be ended');
    }
  }

  async #sweepQuietly(): Promise<void> {
    try {
      const removed = await this.sweep();
      if (removed.length > 0)
        this.options.log.info({ removed }, 'removed containers that a killed process left behind');
    } catch (error) {
      this.options.log.warn({ reason: messageOf(error) }, 'containers of killed processes could not be looked for');
    }
  }

  #noLongerStarting(name: string): void {
    const left = (this.#starting.get(name) ?? 1) - 1;
    if (left === 0) this.#starting.delete(name);
    else this.#starting.set(name, left);
  }

  #aborted(definition: ServiceDefinition, signal: AbortSignal): MediaConduitError {
    if (signal.aborted) return abortFailure(`The start of ${definition.id}`, signal.reason);
    return new MediaConduitError('MC_RUNTIME_CLOSED', `The Docker engine was closed; ${definition.id} cannot start.`, {
      hint: 'create a new runtime, or close it later',
    });
  }
}
