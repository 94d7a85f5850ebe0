import type { ServiceDefinition } from '@mediaconduit/sdk';
import {
  GROUP_LABEL,
  HOME_LABEL,
  IMAGE_LABELS,
  LEVEL_LABEL,
  MEMBER_LABEL,
  OWNER_LABEL,
  PORT_LABEL,
  ROLE_LABEL,
  SERVICE_LABEL,
  SPEC_LABEL,
} from '../docker/home-labels';
import { namedVolume } from '../docker/named-volume';
import { valuesOf } from './files-named-in';

/** What the overlay is made for. */
export interface OverlayInput {
  readonly definition: ServiceDefinition;
  /** Of the service that answers requests. */
  readonly serviceName: string;
  readonly homeId: string;
  /** Of the project and of its main container. */
  readonly name: string;
  readonly spec: string;
  readonly processId: number;
  /** The whole configuration, as Compose prints it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Variables of the main container, with the name of the variable that Compose finds each value in. */
  readonly environment: ReadonlyMap<string, string>;
}

/**
 * A second compose file that makes everything of a project ours: its containers and networks carry the labels of a group,
 * so listing, logs, sweeping and removing work as for every other service, with or without Compose.
 */
export function composeOverlay(input: OverlayInput): Record<string, unknown> {
  const { config, definition, homeId, name, serviceName } = input;
  const { version } = config; // two files of different versions do not go together
  const owner = { [HOME_LABEL]: homeId, [SERVICE_LABEL]: definition.id, [GROUP_LABEL]: name };
  const labelled = Object.entries(valuesOf(config['services'])).map(([member, service]) => {
    const labels = { ...owner, ...labelsOf(member, input) };
    const ours = { labels, ...buildOf(service, input) };
    return [member, member === serviceName ? { ...mainOf(input), ...ours } : ours];
  });
  const networks = Object.entries({ default: {}, ...valuesOf(config['networks']) })
    .filter(([, network]) => !valuesOf(network)['external'])
    .map(([network]) => [network, { labels: owner }]);
  return {
    ...(version === undefined ? {} : { version }),
    services: Object.fromEntries(labelled),
    networks: Object.fromEntries(networks),
    volumes: volumesOf(input),
  };
}

/** Its end is ours to handle: one that Docker restarts would come back under another port. */
function mainOf({ environment, name }: OverlayInput): Record<string, unknown> {
  const values = [...environment].map(([variable, source]) => [variable, `\${${source}}`]);
  return { container_name: name, restart: 'no', environment: Object.fromEntries(values) };
}

/** Images stay; by their labels they are found to be removed. */
function buildOf(service: unknown, { definition, homeId }: OverlayInput): Record<string, unknown> {
  if (!valuesOf(service)['build']) return {};
  return { build: { labels: { [IMAGE_LABELS.home]: homeId, [IMAGE_LABELS.service]: definition.id } } };
}

/** What becomes of the other containers is as the file says: their ends mean nothing to us. */
function labelsOf(member: string, { definition, processId, serviceName, spec }: OverlayInput): Record<string, string> {
  const isMain = member === serviceName;
  const { containerPort: port } = definition.docker ?? {};
  return {
    [MEMBER_LABEL]: member,
    [ROLE_LABEL]: isMain ? 'main' : 'optional',
    [LEVEL_LABEL]: isMain ? '1' : '0',
    [SPEC_LABEL]: spec,
    [OWNER_LABEL]: String(processId),
    ...(isMain && port !== undefined ? { [PORT_LABEL]: String(port) } : {}),
  };
}

/** Volumes outlive the project, whose name changes with the file; one that has a name of its own keeps it. */
function volumesOf({ config, definition, homeId, name }: OverlayInput): Record<string, unknown> {
  const own = Object.entries(valuesOf(config['volumes'])).filter(([key, volume]) => {
    const { external, name: given } = valuesOf(volume);
    return !external && (given === undefined || given === `${name}_${key}`);
  });
  return Object.fromEntries(own.map(([key]) => [key, { ...namedVolume(definition, homeId, key) }]));
}
