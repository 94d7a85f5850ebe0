import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { ComposeBuild, ComposeService } from '../../compose/compose-service';
import { listBuildContext, type ContextEntry } from './build-context';
import { buildEnvironment } from './build-environment';
import { ContextHasher } from './context-hasher';
import type { BuildRequest, DockerClient, LongCall } from './docker-client';
import { abortFailure, reasonOf } from './engine-failure';
import { IMAGE_LABELS, nameSafe } from './home-labels';
import { packFiles } from './pack-files';

/** An image that may not exist yet. */
export interface WantedImage {
  /** A name with the hash of its content in it when it is built; as the file says when it is pulled. */
  readonly reference: string;
  /** Builds or pulls it. */
  make(client: DockerClient, call: LongCall): Promise<void>;
}

/** Where images come from: a build, skipped when an image of the same content exists, or a registry. */
export class ImageStore {
  readonly #hasher = new ContextHasher();

  constructor(
    private readonly homeId: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Asks the engine nothing, so that a service which runs already costs no request for its image. */
  async wanted(serviceId: string, service: ComposeService): Promise<WantedImage> {
    const { build, image } = service;
    if (build) return this.#built(serviceId, build);
    if (image === undefined) throw noImage(serviceId);
    return { reference: image, make: (client, call) => pullImage(client, image, call) };
  }

  async #built(serviceId: string, build: ComposeBuild): Promise<WantedImage> {
    const entries = await listBuildContext(build.context, build.dockerfile);
    const hash = await this.#hasher.hash(entries, [build.dockerfile, build.target, sorted(build.args)]);
    const reference = `mediaconduit/${nameSafe(serviceId)}:${hash.slice(0, 16)}`;
    const labels = {
      [IMAGE_LABELS.home]: this.homeId,
      [IMAGE_LABELS.service]: serviceId,
      [IMAGE_LABELS.context]: hash,
    };
    const image = { reference, labels };
    const make: WantedImage['make'] = async (client, call) =>
      buildImage(client, await requestOf(build, entries, image, this.environment), call);
    return { reference, make };
  }
}

interface NamedImage {
  readonly reference: string;
  readonly labels: Readonly<Record<string, string>>;
}

async function requestOf(
  build: ComposeBuild,
  entries: readonly ContextEntry[],
  image: NamedImage,
  environment: NodeJS.ProcessEnv,
): Promise<BuildRequest> {
  const { args, files } = buildEnvironment(await readDockerfile(build), environment);
  return {
    context: () => packFiles(entries, files),
    dockerfile: build.dockerfile,
    tag: image.reference,
    args: { ...args, ...build.args },
    target: build.target,
    labels: image.labels,
  };
}

async function buildImage(client: DockerClient, request: BuildRequest, call: LongCall): Promise<void> {
  call.onProgress(`building the image ${request.tag}`);
  await client.buildImage(request, call);
}

async function pullImage(client: DockerClient, reference: string, call: LongCall): Promise<void> {
  call.onProgress(`pulling the image ${reference}`);
  try {
    await client.pullImage(reference, call);
  } catch (error) {
    if (call.signal.aborted) throw abortFailure('The image pull', call.signal.reason);
    throw imageNotFound(reference, error);
  }
}

async function readDockerfile(build: ComposeBuild): Promise<string> {
  const file = join(build.context, build.dockerfile);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new MediaConduitError('MC_IMAGE_BUILD_FAILED', `The Dockerfile ${file} cannot be read.`, {
      hint: 'check build.context and build.dockerfile in the compose file',
      facts: { file },
      cause,
    });
  }
}

function imageNotFound(reference: string, cause: unknown): MediaConduitError {
  return new MediaConduitError(
    'MC_IMAGE_NOT_FOUND',
    `The image ${reference} is not here and cannot be pulled: ${reasonOf(cause)}`,
    {
      hint: `check the name and the network, try "docker pull ${reference}", or give the service a build: section`,
      facts: { image: reference, reason: reasonOf(cause) },
      cause,
    },
  );
}

function noImage(serviceId: string): MediaConduitError {
  return new MediaConduitError('MC_COMPOSE_INVALID', `The service ${serviceId} has neither image: nor build:.`, {
    hint: 'add one of them to the compose file',
    facts: { service: serviceId },
  });
}

function sorted(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
