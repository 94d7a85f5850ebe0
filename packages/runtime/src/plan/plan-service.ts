import { relative, sep } from 'node:path';
import { toMediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import type { ComposeService } from '../compose/compose-service';
import { loadDockerGroup } from '../engine/docker/load-docker-group';
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
      return { ...facts, engine, containers: await withSizes(await containersOf(definition), host) };
    if (engine === 'remote') return { ...facts, engine };
    const { command, python } = definition.process ?? {};
    return { ...facts, engine, command, pythonLock: python?.lock };
  } catch (error) {
    return { ...facts, problem: toMediaConduitError(error) };
  }
}

async function containersOf(definition: ServiceDefinition): Promise<PlannedContainer[]> {
  const { main, siblings } = await loadDockerGroup(definition, {});
  const usual = definition.docker?.containerPort;
  const own = toContainer(main, definition.folder);
  const published = own.ports.length === 0 && usual !== undefined ? { ...own, ports: [usual] } : own;
  return [published, ...siblings.map(({ service }) => toContainer(service, definition.folder))];
}

function withSizes(containers: readonly PlannedContainer[], host: PlanHost): Promise<PlannedContainer[]> {
  return Promise.all(
    containers.map(async (one) => ({ ...one, ...(one.image && { imageSize: await host.imageSize(one.image) }) })),
  );
}

function toContainer({ build, image, name, ports }: ComposeService, folder: string): PlannedContainer {
  const place = build && [relative(folder, build.context), build.dockerfile].filter(Boolean).join('/');
  const targets = ports.map(({ target }) => target);
  return { name, ...(build ? { build: place?.split(sep).join('/') } : { image }), ports: targets };
}
