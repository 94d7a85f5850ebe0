import { toMediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import { serviceContainers, type ServiceContainer } from '../service/service-containers';
import type { PlannedContainer, PlannedService } from './plan';
import type { PlanHost } from './plan-host';

/** What the start of a service would bring; reads its files, and asks which engines there are. */
export async function planService(definition: ServiceDefinition, host: PlanHost): Promise<PlannedService> {
  const { cache, gpu: needsGpu, id, name, url } = definition;
  const facts = {
    id,
    name,
    url,
    cache: cache && { variable: cache.variable, volume: cache.volume },
    needsGpu,
    containers: [],
  };
  try {
    const engine = await host.engineFor(definition);
    if (engine === 'docker')
      return { ...facts, engine, containers: await withSizes(await serviceContainers(definition), host) };
    if (engine === 'remote') return { ...facts, engine };
    const { command, python } = definition.process ?? {};
    return { ...facts, engine, command, pythonLock: python?.lock };
  } catch (error) {
    return { ...facts, problem: toMediaConduitError(error) };
  }
}

function withSizes(containers: readonly ServiceContainer[], host: PlanHost): Promise<PlannedContainer[]> {
  return Promise.all(
    containers.map(async ({ build, image, name, ports }) => ({
      ...{ name, ports },
      ...(build === undefined ? { image } : { build }),
      ...(image && { imageSize: await host.imageSize(image) }),
    })),
  );
}
