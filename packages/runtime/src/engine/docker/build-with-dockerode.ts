import type Docker from 'dockerode';
import type { Readable } from 'node:stream';
import { anySignal, MediaConduitError } from '@mediaconduit/sdk';
import { escapeControlCharacters } from '../process/escape-control-characters';
import { connectDockerode } from './connect-dockerode';
import type { BuildRequest, LongCall } from './docker-client';
import type { DockerAddress } from './docker-address';
import { abortFailure, engineFailure, reasonOf, statusOf } from './engine-failure';
import { createTrackedAgent } from './tracked-agent';

/** Deadline of a build, in ms. */
const BUILD_MS = 15 * 60_000;

/** How many of the last lines of output an error shows. */
const SHOWN_LINES = 20;

/** Engines without BuildKit, and Dockerfiles whose `# syntax=` frontend cannot be fetched, get the classic builder. */
const NO_BUILDKIT = /\/session|buildkit (is )?not (supported|enabled)|frontend gateway|docker\/dockerfile[:@]/i;

type Builder = '1' | '2';

/** dockerode decodes BuildKit's progress here; its types do not say so yet. */
type ProgressReader = Docker & {
  followProgress(
    stream: unknown,
    onEnd: (error: Error | null) => void,
    onMessage: (message: BuildMessage) => void,
  ): void;
};

interface BuildMessage {
  readonly stream?: string;
  readonly error?: string;
}

/**
 * Builds with BuildKit, which takes about half the time, and falls back to the classic builder.
 * @throws `MC_IMAGE_BUILD_FAILED` with the last lines of output.
 */
export async function buildWithDockerode(address: DockerAddress, request: BuildRequest, call: LongCall): Promise<void> {
  try {
    await buildOnce('2', address, request, call);
  } catch (error) {
    call.signal.throwIfAborted();
    if (!lacksBuildKit(error)) throw error;
    call.onProgress('BuildKit cannot be used, trying the classic builder');
    await buildOnce('1', address, request, call);
  }
}

function lacksBuildKit(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 405 || status === 501 || NO_BUILDKIT.test(reasonOf(error));
}

/** On connections of its own: a BuildKit session is an upgraded connection that nobody else closes when a build breaks off. */
async function buildOnce(
  builder: Builder,
  address: DockerAddress,
  request: BuildRequest,
  call: LongCall,
): Promise<void> {
  const connections = createTrackedAgent(address);
  const abortSignal = anySignal([call.signal, AbortSignal.timeout(BUILD_MS)]);
  const context = request.context();
  try {
    const docker = connectDockerode(address, connections) as ProgressReader;
    const stream = await docker.buildImage(context, optionsOf(builder, request, abortSignal));
    await follow(docker, stream as Readable, call.onProgress, abortSignal);
  } catch (error) {
    if (call.signal.aborted) throw abortFailure('The image build', call.signal.reason);
    throw error instanceof BuildStopped ? buildFailure(request, error) : engineFailure('build the image', error);
  } finally {
    context.destroy();
    connections.destroy();
  }
}

function optionsOf(builder: Builder, request: BuildRequest, abortSignal: AbortSignal): Docker.ImageBuildOptions {
  return {
    version: builder,
    dockerfile: request.dockerfile,
    t: request.tag,
    buildargs: { ...request.args },
    labels: { ...request.labels },
    rm: true,
    forcerm: true,
    abortSignal,
    ...(request.target === undefined ? {} : { target: request.target }),
  };
}

/** The engine's own report that a step of the build failed. */
class BuildStopped extends Error {
  constructor(
    readonly reason: string,
    readonly output: readonly string[],
  ) {
    super(reason);
  }
}

function follow(
  docker: ProgressReader,
  stream: Readable,
  onProgress: (message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const output: string[] = [];
  let failure: string | undefined;
  return new Promise((resolve, reject) => {
    const abort = (): void => void stream.destroy(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    const end = (error: Error | null): void => {
      signal.removeEventListener('abort', abort);
      if (error) reject(error);
      else if (failure !== undefined) reject(new BuildStopped(failure, output));
      else resolve();
    };
    docker.followProgress(stream, end, (message) => {
      failure ??= message.error;
      for (const line of linesOf(message.stream)) {
        output.push(line);
        if (output.length > SHOWN_LINES) output.shift();
        onProgress(line);
      }
    });
  });
}

function linesOf(text: string | undefined): string[] {
  return decodeOutput(text ?? '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(escapeControlCharacters);
}

/** dockerode 5.0.1 hands out what a step printed in BuildKit's own base64; its other lines have blanks or brackets. */
function decodeOutput(text: string): string {
  const isEncoded = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\n?$/.test(text);
  const decoded = isEncoded ? Buffer.from(text, 'base64').toString('utf8') : text;
  return decoded.includes('\ufffd') ? text : decoded;
}

function buildFailure(request: BuildRequest, { reason, output }: BuildStopped): MediaConduitError {
  const message = `The image ${request.tag} could not be built: ${reason}${output.map((line) => `\n  ${line}`).join('')}`;
  return new MediaConduitError('MC_IMAGE_BUILD_FAILED', message, {
    hint: 'the lines above are the end of the build; run "docker build" in the folder of the Dockerfile to see all of it',
    facts: { image: request.tag, dockerfile: request.dockerfile, reason, output },
  });
}
