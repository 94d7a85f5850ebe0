import { anySignal } from '@mediaconduit/sdk';
import type Docker from 'dockerode';
import type { Readable } from 'node:stream';
import { buildWithDockerode } from './build-with-dockerode';
import type { StatsAnswer } from './container-stats';
import type {
  BuildRequest,
  ContainerRequest,
  DockerClient,
  FoundImage,
  FoundNetwork,
  LongCall,
  NetworkRequest,
  VolumeUsage,
} from './docker-client';
import type { DockerAddress } from './docker-address';
import { connectDockerode } from './connect-dockerode';
import { dial } from './dial';
import { engineFailure, statusOf } from './engine-failure';
import { followStream } from './follow-stream';
import { createTrackedAgent, type TrackedAgent } from './tracked-agent';
import { volumeUsage } from './volume-usage';
import { withTag } from './with-tag';

/** Deadline of a short call, in ms. */
const CALL_MS = 10_000;

/** Deadline of measuring all volumes, in ms. */
const MEASURE_MS = 2 * 60_000;

/** Deadline of a pull, in ms. */
const PULL_MS = 15 * 60_000;

/** Its types do not know the call. */
type ImageSaver = Docker & {
  getImages(options: { readonly names: string[]; readonly abortSignal: AbortSignal }): Promise<NodeJS.ReadableStream>;
};

type Deadline = { readonly abortSignal: AbortSignal };

const within = (milliseconds: number): Deadline => ({ abortSignal: AbortSignal.timeout(milliseconds) });

/** The engine behind dockerode. Loading that takes about 70 ms, so it happens here and not at import. */
export function createDockerodeClient(address: DockerAddress): DockerClient {
  const agent = createTrackedAgent(address);
  return new DockerodeClient(connectDockerode(address, agent), agent, address);
}

class DockerodeClient implements DockerClient {
  constructor(
    private readonly docker: Docker,
    private readonly agent: TrackedAgent,
    private readonly address: DockerAddress,
  ) {}

  async createContainer(name: string, request: ContainerRequest): Promise<string> {
    const call = this.docker.createContainer({ ...request, name, ...within(CALL_MS) });
    return (await attempt(`create the container ${name}`, call)).id;
  }

  async startContainer(id: string): Promise<void> {
    // Longer than other calls: the engine may have to unpack, mount and set up a network on a busy machine.
    await attempt('start the container', this.docker.getContainer(id).start(within(6 * CALL_MS)));
  }

  async unpauseContainer(id: string): Promise<void> {
    await attempt('resume the container', this.docker.getContainer(id).unpause(within(CALL_MS)));
  }

  inspectContainer(idOrName: string): Promise<Docker.ContainerInspectInfo | undefined> {
    return unlessMissing('inspect the container', this.docker.getContainer(idOrName).inspect(within(CALL_MS)));
  }

  async listContainers(label: string): Promise<string[]> {
    const query = { all: true, filters: { label: [label] }, ...within(CALL_MS) };
    const found = await attempt('list containers', this.docker.listContainers(query));
    return found.map((container) => container.Id);
  }

  async stopContainer(id: string, graceSeconds: number | undefined): Promise<void> {
    const deadline = within((graceSeconds ?? 120) * 1000 + CALL_MS);
    const query = graceSeconds === undefined ? deadline : { t: graceSeconds, ...deadline };
    await unlessMissing('stop the container', this.docker.getContainer(id).stop(query), [304]);
  }

  async removeContainer(id: string): Promise<void> {
    const query = { force: true, v: true, ...within(3 * CALL_MS) };
    // 409: somebody else is removing it at this moment
    await unlessMissing('remove the container', this.docker.getContainer(id).remove(query), [409]);
  }

  async containerLogs(id: string, tail: number): Promise<Buffer | undefined> {
    const query = { stdout: true, stderr: true, tail, follow: false as const, ...within(CALL_MS) };
    const bytes: unknown = await unlessMissing('read the logs', this.docker.getContainer(id).logs(query));
    return Buffer.isBuffer(bytes) ? bytes : undefined;
  }

  containerStats(id: string): Promise<StatsAnswer | undefined> {
    const query = { stream: false as const, ...within(CALL_MS) };
    return unlessMissing('measure the container', this.docker.getContainer(id).stats(query));
  }

  async putArchive(id: string, folder: string, archive: Readable, signal?: AbortSignal): Promise<void> {
    const query = { path: folder, abortSignal: signal ?? AbortSignal.timeout(PULL_MS) };
    await attempt(`copy files to ${folder}`, this.docker.getContainer(id).putArchive(archive, query));
  }

  async getArchive(id: string, folder: string, abortSignal: AbortSignal): Promise<Readable> {
    const call = this.docker.getContainer(id).getArchive({ path: folder, abortSignal });
    return (await attempt(`copy files from ${folder}`, call)) as Readable;
  }

  async pullImage(reference: string, call: LongCall): Promise<void> {
    const abortSignal = anySignal([call.signal, AbortSignal.timeout(PULL_MS)]);
    const stream = await attempt(`pull ${reference}`, this.docker.pull(withTag(reference), { abortSignal }));
    const told = new Set<string>();
    await attempt(
      `pull ${reference}`,
      followStream(stream as Readable, ({ status }) => {
        if (status && !told.has(status)) call.onProgress(`${reference}: ${status}`);
        if (status) told.add(status);
      }),
    );
  }

  buildImage(request: BuildRequest, call: LongCall): Promise<void> {
    return buildWithDockerode(this.address, request, call);
  }

  async inspectImage(reference: string): Promise<FoundImage | undefined> {
    const request = { path: `/images/${reference}/json`, ...within(CALL_MS) }; // dockerode's own call knows no deadline
    const found = await unlessMissing('inspect the image', dial<Docker.ImageInspectInfo>(this.docker, request));
    return found && { id: found.Id, os: found.Os, architecture: found.Architecture, sizeBytes: found.Size };
  }

  async saveImages(names: readonly string[], abortSignal: AbortSignal): Promise<Readable> {
    const call = (this.docker as ImageSaver).getImages({ names: [...names], abortSignal });
    return (await attempt(`save ${names.join(', ')}`, call)) as Readable;
  }

  async loadImages(archive: Readable, abortSignal: AbortSignal): Promise<void> {
    const answer = attempt('load images', this.docker.loadImage(archive, { quiet: true, abortSignal }));
    await attempt(
      'load images',
      followStream((await answer) as Readable, () => undefined),
    );
  }

  async platform(): Promise<Pick<FoundImage, 'os' | 'architecture'>> {
    const answer = dial<Docker.DockerVersion>(this.docker, { path: '/version', ...within(CALL_MS) });
    const { Arch: architecture, Os: os } = await attempt('say what it is', answer);
    return { os, architecture };
  }

  async volumeLabels(name: string): Promise<Readonly<Record<string, string>> | undefined> {
    const found = await unlessMissing('inspect the volume', this.docker.getVolume(name).inspect(within(CALL_MS)));
    return found && (found.Labels ?? {}); // null where it has none
  }

  volumeUsage(): Promise<VolumeUsage[]> {
    return attempt('measure the volumes', volumeUsage(this.docker, AbortSignal.timeout(MEASURE_MS)));
  }

  async removeVolume(name: string): Promise<void> {
    await unlessMissing('remove the volume', this.docker.getVolume(name).remove(within(CALL_MS)));
  }

  async createNetwork({ name, internal, labels }: NetworkRequest): Promise<string> {
    const request = { Name: name, Driver: 'bridge', Internal: internal, CheckDuplicate: true, Labels: { ...labels } };
    const call = this.docker.createNetwork({ ...request, ...within(3 * CALL_MS) });
    return (await attempt(`create the network ${name}`, call)).id;
  }

  async listNetworks(label: string): Promise<FoundNetwork[]> {
    const query = { filters: { label: [label] }, ...within(CALL_MS) };
    const found = await attempt('list networks', this.docker.listNetworks(query));
    return found.map(({ Id: id, Labels: labels }) => ({ id, labels: labels ?? {} }));
  }

  async connectNetwork(network: string, container: string, aliases: readonly string[]): Promise<void> {
    const request = { Container: container, EndpointConfig: { Aliases: [...aliases] }, ...within(CALL_MS) };
    await attempt('connect the container', this.docker.getNetwork(network).connect(request));
  }

  async disconnectNetwork(network: string, container: string): Promise<void> {
    const request = { Container: container, ...within(CALL_MS) };
    await unlessMissing('disconnect the container', this.docker.getNetwork(network).disconnect(request));
  }

  async removeNetwork(id: string): Promise<void> {
    await unlessMissing('remove the network', this.docker.getNetwork(id).remove(within(3 * CALL_MS)));
  }

  async events(label: string, since: string | undefined): Promise<Readable> {
    const filters = { type: ['container'], event: ['start', 'die'], label: [label] };
    // The deadline is one of the connection, not of the stream.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), CALL_MS).unref();
    const query = { filters, abortSignal: deadline.signal, ...(since === undefined ? {} : { since }) };
    try {
      const stream = await attempt('open the event stream', this.docker.getEvents(query as Docker.GetEventsOptions));
      (stream as Partial<{ socket: { unref(): void } }>).socket?.unref();
      return stream as Readable;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.agent.destroy();
  }
}

async function attempt<T>(operation: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw engineFailure(operation, error);
  }
}

/** Takes a 404, and the other statuses named, as "there is none". */
async function unlessMissing<T>(
  operation: string,
  call: Promise<T>,
  also: readonly number[] = [],
): Promise<T | undefined> {
  try {
    return await attempt(operation, call);
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || (status !== undefined && also.includes(status))) return undefined;
    throw error;
  }
}
