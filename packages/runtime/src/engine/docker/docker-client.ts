import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import type { Readable } from 'node:stream';
import type { StatsAnswer } from './container-stats';

/** What the engine is asked to create; the name is given apart, because it is the mutex. */
export type ContainerRequest = Omit<ContainerCreateOptions, 'name' | 'abortSignal'>;

/** One image build. */
export interface BuildRequest {
  /** The build context as a tar stream, made anew for every try. */
  readonly context: () => Readable;
  /** Relative to the context. */
  readonly dockerfile: string;
  readonly tag: string;
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A private network of a group of containers. */
export interface NetworkRequest {
  readonly name: string;
  /** Nothing outside can be reached from it. */
  readonly internal: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** A network that there is. */
export interface FoundNetwork {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A message of the engine about a container, as `GET /events` sends it. */
export interface ContainerEvent {
  readonly action: string;
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly exitCode?: number;
  /** Nanoseconds since 1970, too large for a number. */
  readonly timeNano: string;
}

/** A named volume and what is known of it. */
export interface VolumeUsage {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly createdAt?: string;
  /** Absent where the engine cannot measure it. */
  readonly sizeBytes?: number;
  /** How many containers have it, running or not. */
  readonly users: number;
}

/** An image that there is. */
export interface FoundImage {
  readonly id: string;
  readonly os: string;
  readonly architecture: string;
  readonly sizeBytes: number;
}

/** What a long call needs besides its arguments. */
export interface LongCall {
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
}

/**
 * The few requests this package makes to a Docker engine. Whatever the engine answers with 404 is `undefined` here;
 * every other failure is a `MediaConduitError` with the HTTP status in `facts.status`.
 */
export interface DockerClient {
  /** Only short calls take no signal: they have a deadline of their own, and a half-made container is worse than 0.2 s. */
  createContainer(name: string, request: ContainerRequest): Promise<string>;
  startContainer(id: string): Promise<void>;
  unpauseContainer(id: string): Promise<void>;
  inspectContainer(idOrName: string): Promise<ContainerInspectInfo | undefined>;
  /** Ids of all containers, running or not, that carry the label. */
  listContainers(label: string): Promise<string[]>;
  stopContainer(id: string, graceSeconds: number | undefined): Promise<void>;
  /** Kills it if it runs; anonymous volumes go with it, named ones stay. */
  removeContainer(id: string): Promise<void>;
  /** The raw log stream: frames of 8 bytes header plus payload, unless the container has a terminal. */
  containerLogs(id: string, tail: number): Promise<Buffer | undefined>;
  /** Two samples, which the engine takes a second apart. */
  containerStats(id: string): Promise<StatsAnswer | undefined>;
  /** Unpacks a tar stream into a folder of the container. Without a signal, at most 15 minutes. */
  putArchive(id: string, folder: string, archive: Readable, signal?: AbortSignal): Promise<void>;
  /** A tar stream of a folder of the container, which need not run. */
  getArchive(id: string, folder: string, signal: AbortSignal): Promise<Readable>;
  pullImage(reference: string, call: LongCall): Promise<void>;
  buildImage(request: BuildRequest, call: LongCall): Promise<void>;
  inspectImage(reference: string): Promise<FoundImage | undefined>;
  /** One archive of them all, with what they have in common once. */
  saveImages(references: readonly string[], signal: AbortSignal): Promise<Readable>;
  loadImages(archive: Readable, signal: AbortSignal): Promise<void>;
  /** As the engine's own images are called. */
  platform(): Promise<Pick<FoundImage, 'os' | 'architecture'>>;
  volumeLabels(name: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** Measures all volumes of the engine, which takes as long as it takes to read their folders. */
  volumeUsage(): Promise<VolumeUsage[]>;
  /** Refused with 409 while a container has it. */
  removeVolume(name: string): Promise<void>;
  createNetwork(request: NetworkRequest): Promise<string>;
  /** All networks that carry the label. */
  listNetworks(label: string): Promise<FoundNetwork[]>;
  /** Puts a container into a network, where it answers to the aliases. */
  connectNetwork(network: string, container: string, aliases: readonly string[]): Promise<void>;
  disconnectNetwork(network: string, container: string): Promise<void>;
  /** Refused with 403 while a container that runs is in it. */
  removeNetwork(id: string): Promise<void>;
  /** JSON lines, one per event, until destroyed. Does not keep the program alive. */
  events(label: string, since: string | undefined): Promise<Readable>;
  /** Closes all connections. */
  close(): void;
}
