import type { ContainerInspectInfo } from 'dockerode';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { StatsAnswer } from '../container-stats';
import type {
  ContainerRequest,
  DockerClient,
  FoundImage,
  FoundNetwork,
  NetworkRequest,
  VolumeUsage,
} from '../docker-client';

/** A container of the fake. */
export interface FakeContainer {
  readonly id: string;
  readonly name: string;
  readonly request: ContainerRequest;
  state: 'created' | 'running' | 'paused' | 'exited';
  exitCode: number;
}

/** A network of the fake, with the aliases of the containers that were put into it. */
export interface FakeNetwork {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: Map<string, readonly string[]>;
}

/** What goes wrong at a call, asked each time; `undefined` when nothing does. */
export type FakeFaults = Partial<Record<keyof DockerClient, (...args: unknown[]) => Error | undefined>>;

/** An engine in memory: remembers every call, and fails where it is told to. */
export class FakeDockerClient implements DockerClient {
  readonly containers = new Map<string, FakeContainer>();
  /** Labels by name. */
  readonly volumes = new Map<string, Record<string, string>>();
  readonly networks = new Map<string, FakeNetwork>();
  readonly images = new Set<string>(['x']);
  readonly calls: string[] = [];
  readonly streams: PassThrough[] = [];
  readonly since: (string | undefined)[] = [];
  faults: FakeFaults = {};
  /** Changes what the engine makes of a request. */
  distort: (host: Record<string, unknown>) => Record<string, unknown> = (host) => host;
  #count = 0;

  /** As the engine does, makes the named volumes that are missing. */
  async createContainer(name: string, request: ContainerRequest): Promise<string> {
    this.#call('createContainer', name, request);
    if (!this.images.has(request.Image ?? '')) throw failure('No such image', 404);
    if ([...this.containers.values()].some((one) => one.name === name)) throw failure('Conflict', 409);
    const id = `id-${++this.#count}`;
    for (const { Type, Source, VolumeOptions } of request.HostConfig?.Mounts ?? [])
      if (Type === 'volume' && !this.volumes.has(Source)) this.volumes.set(Source, { ...VolumeOptions?.Labels });
    this.containers.set(id, { id, name, request, state: 'created', exitCode: 0 });
    return id;
  }

  async startContainer(id: string): Promise<void> {
    this.#call('startContainer', id);
    this.#get(id).state = 'running';
  }

  async unpauseContainer(id: string): Promise<void> {
    this.#call('unpauseContainer', id);
    this.#get(id).state = 'running';
  }

  async inspectContainer(idOrName: string): Promise<ContainerInspectInfo | undefined> {
    this.#call('inspectContainer', idOrName);
    const found = [...this.containers.values()].find(({ id, name }) => id === idOrName || name === idOrName);
    return found && this.#inspection(found);
  }

  async listContainers(label: string): Promise<string[]> {
    this.#call('listContainers', label);
    const [name = '', value] = label.split('=');
    return [...this.containers.values()].filter(({ request }) => request.Labels?.[name] === value).map(({ id }) => id);
  }

  async stopContainer(id: string, graceSeconds: number | undefined): Promise<void> {
    this.#call('stopContainer', id, graceSeconds);
    const found = this.containers.get(id);
    if (found) found.state = 'exited';
  }

  async removeContainer(idOrName: string): Promise<void> {
    this.#call('removeContainer', idOrName);
    for (const { id, name } of this.containers.values())
      if (id === idOrName || name === idOrName) this.containers.delete(id);
  }

  async containerLogs(id: string): Promise<Buffer | undefined> {
    this.#call('containerLogs', id);
    return this.containers.has(id) ? Buffer.from('last words\n') : undefined;
  }

  /** As the engine does, knows of a container that does not run, but not what it uses. */
  async containerStats(id: string): Promise<StatsAnswer | undefined> {
    this.#call('containerStats', id);
    const state = this.containers.get(id)?.state;
    if (state === undefined) return undefined;
    return { memory_stats: state === 'running' ? { usage: 1000, limit: 4000 } : {}, pids_stats: { current: 3 } };
  }

  async putArchive(id: string, folder: string, archive: Readable): Promise<void> {
    archive.destroy();
    this.#call('putArchive', id, folder);
  }

  async getArchive(id: string, folder: string): Promise<Readable> {
    this.#call('getArchive', id, folder);
    return Readable.from([Buffer.from('an '), Buffer.from('archive')], { objectMode: false });
  }

  async pullImage(reference: string): Promise<void> {
    this.#call('pullImage', reference);
    this.images.add(reference);
  }

  async buildImage(request: { readonly tag: string }): Promise<void> {
    this.#call('buildImage', request);
    this.images.add(request.tag);
  }

  async inspectImage(reference: string): Promise<FoundImage | undefined> {
    this.#call('inspectImage', reference);
    if (!this.images.has(reference)) return undefined;
    return { id: `sha256:of-${reference}`, ...(await this.platform()), sizeBytes: 1000 };
  }

  async saveImages(references: readonly string[]): Promise<Readable> {
    this.#call('saveImages', references);
    return Readable.from([Buffer.from(references.join(' '))], { objectMode: false });
  }

  async loadImages(archive: Readable): Promise<void> {
    const content = await text(archive);
    this.#call('loadImages', content);
    for (const reference of content.split(' ')) this.images.add(reference);
  }

  async platform(): Promise<Pick<FoundImage, 'os' | 'architecture'>> {
    return { os: 'linux', architecture: 'amd64' };
  }

  async volumeLabels(name: string): Promise<Record<string, string> | undefined> {
    this.#call('volumeLabels', name);
    return this.volumes.get(name);
  }

  async volumeUsage(): Promise<VolumeUsage[]> {
    this.#call('volumeUsage');
    return [...this.volumes].map(([name, labels]) => ({ name, labels, sizeBytes: 42, users: this.#usersOf(name) }));
  }

  async removeVolume(name: string): Promise<void> {
    this.#call('removeVolume', name);
    if (this.#usersOf(name) > 0) throw failure('volume is in use', 409);
    this.volumes.delete(name);
  }

  async createNetwork({ name, labels }: NetworkRequest): Promise<string> {
    this.#call('createNetwork', name);
    const id = `net-${++this.#count}`;
    this.networks.set(id, { name, labels, containers: new Map() });
    return id;
  }

  async listNetworks(label: string): Promise<FoundNetwork[]> {
    this.#call('listNetworks', label);
    const [name = '', value] = label.split('=');
    const found = [...this.networks].filter(([, { labels }]) => labels[name] === value);
    return found.map(([id, { labels }]) => ({ id, labels }));
  }

  async connectNetwork(network: string, container: string, aliases: readonly string[]): Promise<void> {
    this.#call('connectNetwork', network, container);
    const found = [...this.networks.values()].find(({ name }) => name === network);
    if (!found) throw failure('network not found', 404);
    found.containers.set(container, aliases);
  }

  async disconnectNetwork(network: string, container: string): Promise<void> {
    this.#call('disconnectNetwork', network, container);
  }

  /** As the engine does, refuses while a container that runs is in it. */
  async removeNetwork(id: string): Promise<void> {
    this.#call('removeNetwork', id);
    const inside = [...(this.networks.get(id)?.containers.keys() ?? [])];
    if (inside.some((container) => this.containers.get(container)?.state === 'running'))
      throw failure('network has active endpoints', 403);
    this.networks.delete(id);
  }

  async events(_label: string, since: string | undefined): Promise<Readable> {
    this.#call('events');
    this.since.push(since);
    const stream = new PassThrough();
    this.streams.push(stream);
    return stream;
  }

  close(): void {
    this.calls.push('close');
  }

  #call(name: keyof DockerClient, ...args: unknown[]): void {
    this.calls.push(name);
    const fault = this.faults[name]?.(...args);
    if (fault) throw fault;
  }

  #usersOf(volume: string): number {
    const mounts = [...this.containers.values()].flatMap(({ request }) => request.HostConfig?.Mounts ?? []);
    return mounts.filter(({ Source }) => Source === volume).length;
  }

  #get(id: string): FakeContainer {
    const found = this.containers.get(id);
    if (!found) throw failure('No such container', 404);
    return found;
  }

  #inspection({ id, name, request, state, exitCode }: FakeContainer): ContainerInspectInfo {
    const isUp = state === 'running' || state === 'paused';
    const ports = Object.keys(request.ExposedPorts ?? {}).map((port, index) => [
      port,
      [{ HostIp: '127.0.0.1', HostPort: String(40_000 + index) }],
    ]);
    const facts = {
      Id: id,
      Name: `/${name}`,
      Config: { Labels: request.Labels ?? {} },
      HostConfig: this.distort({ ...request.HostConfig }),
      State: {
        Running: isUp,
        Paused: state === 'paused',
        Status: state,
        ExitCode: exitCode,
        OOMKilled: false,
        StartedAt: 'then',
      },
      NetworkSettings: { Ports: isUp ? (Object.fromEntries(ports) as object) : {} },
    };
    return facts as unknown as ContainerInspectInfo;
  }
}

/** The error that the client makes of an answer of the engine. */
export function failure(reason: string, status: number): MediaConduitError {
  return new MediaConduitError('MC_ENGINE_FAILED', reason, { facts: { reason, status } });
}
