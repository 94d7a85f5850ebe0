import type { ContainerInspectInfo } from 'dockerode';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { listFolder } from './build-context';
import { containerLogLines } from './container-log-lines';
import { withDynamicPorts, type PlannedContainer, type PlannedVolume } from './container-plan';
import type { DockerClient, LongCall } from './docker-client';
import { abortFailure, reasonOf, statusOf } from './engine-failure';
import { HOME_LABEL, MEMBER_LABEL, SERVICE_LABEL } from './home-labels';
import type { WantedImage } from './image-store';
import { assertLimitsKept } from './limits-kept';
import { packFiles } from './pack-files';

/** The engine lost the race for a port against somebody else: nothing of ours is wrong. */
const PORT_TAKEN = /userland proxy|port is already allocated|address already in use|ports are not available/i;

const START_TRIES = 3;

/** How many of the last lines of a container that ended at once an error shows. */
const SHOWN_LINES = 20;

/** What has to be there before a container starts, and goes when its start fails. */
export interface Company {
  /** Called when the container is made; `prepared` resolves when its volumes are filled. It starts when both resolve. */
  gather(id: string, prepared: Promise<void>): Promise<unknown>;
  dismiss(): Promise<void>;
}

/** What to make. */
export interface MakeOrder {
  readonly plan: PlannedContainer;
  readonly image: WantedImage;
  /** Labels of this one start, which do not tell containers apart. */
  readonly labels: Readonly<Record<string, string>>;
  /** Asked for at every try. */
  readonly company: () => Company;
  /** Volumes of others that are removed with this start when it fails, unless they were there before. */
  readonly volumesBeside?: readonly PlannedVolume[];
  /** True for a container that may be done before anybody looks. */
  readonly mayEnd?: boolean;
}

/** Somebody else has the name, or removed the container before it was started. */
export class ContainerLost extends Error {
  constructor(override readonly cause: unknown) {
    super(messageOf(cause));
  }
}

/** One container from nothing to running. Whatever it made is gone again when it fails or is aborted. */
export class ContainerMaker {
  constructor(
    private readonly client: DockerClient,
    private readonly call: LongCall,
    private readonly warn: (message: string) => void,
  ) {}

  /** @throws ContainerLost when it may be tried again */
  async make(order: MakeOrder): Promise<ContainerInspectInfo> {
    try {
      return await this.#make(order);
    } catch (error) {
      if (!(error instanceof PortLost)) throw error;
      this.warn(`a host port of ${order.plan.name} is taken (${error.reason}); the engine chooses another one`);
      return await this.#make({ ...order, plan: withDynamicPorts(order.plan) });
    }
  }

  async #make(order: MakeOrder): Promise<ContainerInspectInfo> {
    const { plan, volumesBeside = [] } = order;
    const company = order.company();
    const [fresh, freshBeside] = await Promise.all([this.#missing(plan.volumes), this.#missing(volumesBeside)]);
    const id = await this.#create(order);
    try {
      this.#throwIfAborted(plan);
      const prepared = this.#check(id, plan).then(() => this.#seed(id, fresh));
      await Promise.all([prepared, company.gather(id, prepared)]);
      this.#throwIfAborted(plan);
      await this.#start(id, plan);
      this.#throwIfAborted(plan);
      return await this.#running(id, order);
    } catch (error) {
      await company.dismiss();
      await this.client.removeContainer(id);
      await this.#removeVolumes([...fresh, ...freshBeside]);
      throw statusOf(error) === 404 ? new ContainerLost(error) : error;
    }
  }

  async #create({ plan, image, labels }: MakeOrder): Promise<string> {
    const request = { ...plan.request, Labels: { ...plan.request.Labels, ...labels } };
    const create = async (): Promise<string> => {
      try {
        return await this.client.createContainer(plan.name, request);
      } catch (error) {
        throw statusOf(error) === 409 ? new ContainerLost(error) : error;
      }
    };
    try {
      return await create();
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
    await image.make(this.client, this.call);
    this.#throwIfAborted(plan);
    return create();
  }

  async #check(id: string, plan: PlannedContainer): Promise<void> {
    const made = await this.client.inspectContainer(id);
    if (made) assertLimitsKept(plan.request, made);
  }

  /** Engines choose ports by counting upwards and may meet one that a program holds; the next try gets the next port. */
  async #start(id: string, plan: PlannedContainer): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.client.startContainer(id);
      } catch (error) {
        if (!PORT_TAKEN.test(reasonOf(error))) throw error;
        if (plan.hasFixedPort) throw new PortLost(reasonOf(error));
        if (attempt === START_TRIES) throw error;
      }
    }
  }

  async #running(id: string, { plan, mayEnd }: MakeOrder): Promise<ContainerInspectInfo> {
    const found = await this.client.inspectContainer(id);
    if (found?.State.Running || (found && mayEnd)) return found;
    const bytes = await this.client.containerLogs(id, SHOWN_LINES);
    throw endedAtOnce(plan, found, bytes ? containerLogLines(bytes, SHOWN_LINES) : []);
  }

  /** Volumes that this start will make: seeded now, and removed if the start fails, because nothing used them yet. */
  async #missing(volumes: readonly PlannedVolume[]): Promise<PlannedVolume[]> {
    const known = await Promise.all(volumes.map(({ name }) => this.client.volumeLabels(name)));
    return volumes.filter((_, index) => !known[index]);
  }

  /** One that somebody has begun to use meanwhile is not ours alone any more. */
  async #removeVolumes(volumes: readonly PlannedVolume[]): Promise<void> {
    for (const { name } of volumes) {
      try {
        await this.client.removeVolume(name);
      } catch (error) {
        if (statusOf(error) !== 409) throw error;
      }
    }
  }

  async #seed(id: string, volumes: readonly PlannedVolume[]): Promise<void> {
    for (const { seed, target } of volumes) {
      if (seed === undefined) continue;
      await this.client.putArchive(id, target, packFiles(await listFolder(seed)));
    }
  }

  #throwIfAborted(plan: PlannedContainer): void {
    const { signal } = this.call;
    if (signal.aborted) throw abortFailure(`The start of ${plan.name}`, signal.reason);
  }
}

/** A host port that the file asked for belongs to somebody else. */
class PortLost extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

function endedAtOnce(
  plan: PlannedContainer,
  found: ContainerInspectInfo | undefined,
  lines: string[],
): MediaConduitError {
  const exitCode = found?.State.ExitCode;
  const { [SERVICE_LABEL]: service, [MEMBER_LABEL]: member } = plan.request.Labels ?? {};
  const whose = member === undefined ? service : `${service} ("${member}")`;
  const message = `The container of ${whose} ended at once with exit code ${exitCode}.`;
  return new MediaConduitError('MC_SERVICE_START_FAILED', message + lines.map((line) => `\n  ${line}`).join(''), {
    hint: 'the lines above are the last output of the service',
    facts: {
      image: plan.request.Image,
      ...(member === undefined ? {} : { member }),
      container: plan.name,
      home: plan.request.Labels?.[HOME_LABEL],
      exitCode,
      outOfMemory: found?.State.OOMKilled,
      output: lines,
    },
  });
}
