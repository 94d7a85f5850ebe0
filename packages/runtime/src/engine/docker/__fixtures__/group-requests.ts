import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { ComposeGroup } from '../../../compose/compose-group';
import type { ContainerPlan } from '../container-plan';
import type { ContainerRequest } from '../docker-client';
import { planGroup } from '../group-plan';

/** The plan of a group whose images are all `x`. */
export function planOf(definition: ServiceDefinition, group: ComposeGroup): ContainerPlan {
  const image = { reference: 'x', make: async () => undefined };
  return planGroup({
    definition,
    group,
    images: new Map(group.siblings.map(({ service }) => [service.name, image])),
    ...{ image: 'x', environment: {}, homeId: 'home', nameSuffix: '' },
    machine: { memoryBytes: 8e9, cpus: 2 },
  });
}

/** What the engine would be asked for, of all containers of the group. */
export function groupRequests(definition: ServiceDefinition, group: ComposeGroup): ContainerRequest[] {
  const { request, group: beside } = planOf(definition, group);
  return [request, ...(beside?.members ?? []).map((member) => member.request)];
}
