import type { ComposeGroup, ComposeSibling } from '../../compose/compose-group';
import type { ComposeDependency, ComposeHealthcheck, ComposeService } from '../../compose/compose-service';
import { DEFAULT_NETWORK } from '../../compose/read-networks';
import { planBeside, planContainer, type ContainerPlan, type PlanInput, type PlannedContainer } from './container-plan';
import type { ContainerRequest, NetworkRequest } from './docker-client';
import { GROUP_LABEL, HOME_LABEL, LEVEL_LABEL, MEMBER_LABEL, ROLE_LABEL, SERVICE_LABEL } from './home-labels';
import type { WantedImage } from './image-store';

/** A network, by its name in the engine, and the names by which a container is found there. */
export interface Connection {
  readonly network: string;
  readonly aliases: readonly string[];
}

/** A container that the main one needs. */
export interface MemberPlan extends PlannedContainer {
  /** Its name in the compose file. */
  readonly member: string;
  readonly image: WantedImage;
  readonly isJob: boolean;
  readonly dependsOn: readonly ComposeDependency[];
  /** Networks besides the one that it is created in. */
  readonly connections: readonly Connection[];
}

/** What is made before the main container starts and removed before it is: whoever has that one's name owns all. */
export interface GroupPlan {
  /** Name of the main container. */
  readonly name: string;
  readonly networks: readonly NetworkRequest[];
  /** Of the main container. */
  readonly connections: readonly Connection[];
  /** Of the main container. */
  readonly dependsOn: readonly ComposeDependency[];
  /** Each after what it needs itself. */
  readonly members: readonly MemberPlan[];
}

/** What {@link planGroup} needs besides the service itself. */
export type GroupInput = Omit<PlanInput, 'service' | 'beside'> & {
  readonly group: ComposeGroup;
  /** Images of the siblings by name. */
  readonly images: ReadonlyMap<string, WantedImage>;
};

type Draft = ReturnType<typeof planBeside> & { readonly sibling: ComposeSibling; readonly image: WantedImage };

/** The plan of a service; without siblings it is that of one container. */
export function planGroup({ group, images, ...input }: GroupInput): ContainerPlan {
  const { main, siblings, networks } = group;
  if (siblings.length === 0) return planContainer({ ...input, service: main });
  const drafts = siblings.flatMap((sibling) => draftOf(sibling, input, images.get(sibling.service.name)));
  const beside = [drafts.map(tellingApart), networks, main.networks, main.dependsOn];
  const plan = planContainer({ ...input, service: main, beside });
  const owner = { [HOME_LABEL]: input.homeId, [SERVICE_LABEL]: input.definition.id, [GROUP_LABEL]: plan.name };
  const seeded = new Set(plan.volumes.map(({ name }) => name));
  const level = Math.max(...siblings.map((sibling) => sibling.level)) + 1;
  const labels = { ...plan.request.Labels, ...owner, ...roleLabels(main.name, 'main', level) };
  return {
    ...plan,
    request: { ...plan.request, Labels: labels },
    group: {
      name: plan.name,
      networks: networks.map(({ name, internal }) => ({ name: networkName(plan.name, name), internal, labels: owner })),
      connections: connectionsOf(plan.name, main),
      dependsOn: main.dependsOn,
      members: drafts.map((draft) => memberOf(plan.name, draft, owner, seeded)),
    },
  };
}

function draftOf(sibling: ComposeSibling, input: Omit<PlanInput, 'service'>, image: WantedImage | undefined): Draft[] {
  if (!image) return [];
  const draft = planBeside({ ...input, service: sibling.service, image: image.reference });
  const request = { ...draft.request, Healthcheck: healthcheckOf(sibling) };
  return [{ ...draft, request, sibling, image }];
}

function tellingApart({ request, sibling: { service, role } }: Draft): unknown {
  return [service.name, role, request, service.networks, service.dependsOn];
}

function memberOf(
  group: string,
  { request, volumes, sibling, image }: Draft,
  owner: Readonly<Record<string, string>>,
  seeded: Set<string>,
): MemberPlan {
  const { service, role, level, isJob } = sibling;
  const [first, ...connections] = connectionsOf(group, service);
  return {
    name: `${group}-${service.name}`,
    member: service.name,
    image,
    isJob,
    dependsOn: service.dependsOn,
    connections,
    hasFixedPort: false,
    volumes: volumes.map((volume) => (firstOf(seeded, volume.name) ? volume : { ...volume, seed: undefined })),
    request: {
      ...inNetwork(request, first),
      Labels: { ...request.Labels, ...owner, ...roleLabels(service.name, role, level) },
    },
  };
}

/** A volume that several containers share is filled by the first of them. */
function firstOf(seen: Set<string>, name: string): boolean {
  const isFirst = !seen.has(name);
  seen.add(name);
  return isFirst;
}

function inNetwork(request: ContainerRequest, connection: Connection | undefined): ContainerRequest {
  if (!connection) return request;
  return {
    ...request,
    HostConfig: { ...request.HostConfig, NetworkMode: connection.network },
    NetworkingConfig: { EndpointsConfig: { [connection.network]: { Aliases: [...connection.aliases] } } },
  };
}

function roleLabels(member: string, role: string, level: number): Record<string, string> {
  return { [MEMBER_LABEL]: member, [ROLE_LABEL]: role, [LEVEL_LABEL]: String(level) };
}

const networkName = (group: string, network: string): string => `${group}.${network}`;

function connectionsOf(group: string, { name, networks }: ComposeService): Connection[] {
  const attachments = networks.length === 0 ? [{ network: DEFAULT_NETWORK, aliases: [] }] : networks;
  return attachments.map(({ network, aliases }) => ({
    network: networkName(group, network),
    aliases: [...new Set([name, ...aliases])],
  }));
}

/** Checks cost processor time all the time: only one that somebody waits for is made. */
function healthcheckOf({ isProbed, service }: ComposeSibling): ContainerRequest['Healthcheck'] {
  if (!isProbed) return { Test: ['NONE'] };
  return service.healthcheck && checkOf(service.healthcheck); // without one, that of the image
}

function checkOf(check: ComposeHealthcheck): NonNullable<ContainerRequest['Healthcheck']> & { StartInterval?: number } {
  return {
    Test: check.test && [...check.test],
    Interval: nanoseconds(check.intervalMs),
    Timeout: nanoseconds(check.timeoutMs),
    Retries: check.retries,
    StartPeriod: nanoseconds(check.startPeriodMs),
    StartInterval: nanoseconds(check.startIntervalMs),
  };
}

const nanoseconds = (milliseconds: number | undefined): number | undefined =>
  milliseconds === undefined ? undefined : Math.round(milliseconds * 1e6);
