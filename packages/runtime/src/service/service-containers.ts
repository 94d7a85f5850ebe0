import { relative, sep } from 'node:path';
import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { ComposeService } from '../compose/compose-service';
import { loadDockerGroup } from '../engine/docker/load-docker-group';

/** A container that a service would be on Docker. */
export interface ServiceContainer {
  readonly name: string;
  readonly image?: string;
  /** Dockerfile that an image is built from, below the folder of the service. */
  readonly build?: string;
  /** Inside of it. */
  readonly ports: readonly number[];
  /** As the compose file limits it. */
  readonly memoryBytes?: number;
  readonly needsGpu: boolean;
}

/**
 * What a service would be on Docker: itself, then what it needs beside it. Reads its files, asks no engine.
 * @throws `MC_ENGINE_UNAVAILABLE` for one that says nothing of Docker, `MC_FILE_NOT_FOUND`, `MC_COMPOSE_INVALID`,
 *   `MC_SERVICE_POLICY`.
 */
export async function serviceContainers(definition: ServiceDefinition): Promise<ServiceContainer[]> {
  const { main, siblings } = await loadDockerGroup(definition, {});
  const usual = definition.docker?.containerPort;
  const own = toContainer(main, definition.folder);
  const published = own.ports.length === 0 && usual !== undefined ? { ...own, ports: [usual] } : own;
  return [published, ...siblings.map(({ service }) => toContainer(service, definition.folder))];
}

function toContainer(service: ComposeService, folder: string): ServiceContainer {
  const { build, gpus, image, memoryBytes, name, ports } = service;
  const place = build && [relative(folder, build.context), build.dockerfile].filter(Boolean).join('/');
  return {
    name,
    ...(build ? { build: place?.split(sep).join('/') } : { image }),
    ports: ports.map(({ target }) => target),
    ...(memoryBytes !== undefined && { memoryBytes }),
    needsGpu: gpus.length > 0,
  };
}
