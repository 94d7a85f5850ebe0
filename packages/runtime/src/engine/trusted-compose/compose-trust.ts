import { realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isMediaConduitError, MediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import { readTrust, type TrustedFile } from '../../lock-file/trust-section';
import { loadDockerGroup } from '../docker/load-docker-group';
import { readComposeFiles, type ComposeFiles } from './compose-files';
import { givenVariables, trustHash } from './trust-hash';

/** True for what is said of a compose file that asks for more than a service may have. */
export function isComposeRefusal(error: unknown): error is MediaConduitError {
  return isMediaConduitError(error, 'MC_SERVICE_POLICY') || isMediaConduitError(error, 'MC_COMPOSE_INVALID');
}

/**
 * Why the compose file of a service is refused, or `undefined` when it is not; the first of several reasons.
 * @throws `MC_FILE_NOT_FOUND`, `MC_ENGINE_UNAVAILABLE`.
 */
export async function composeRefusal(definition: ServiceDefinition): Promise<MediaConduitError | undefined> {
  try {
    await loadDockerGroup(definition, {});
    return undefined;
  } catch (error) {
    if (isComposeRefusal(error)) return error;
    throw error;
  }
}

/**
 * The compose file of a service, if the user trusts it as it is now.
 * @throws the refusal with a hint how to trust it; `MC_SERVICE_POLICY` when it, or a file that it takes in, has changed.
 */
export async function requireTrusted(
  definition: ServiceDefinition,
  projectFolder: string,
  refusal: MediaConduitError,
): Promise<ComposeFiles> {
  const { composeFile } = definition.docker ?? {};
  if (composeFile === undefined) throw refusal;
  // By its place, not by the name of the service: a stack calls it otherwise.
  const file = placeOf(definition, composeFile, projectFolder);
  const trusted = readTrust(projectFolder).find((one) => one.file === file);
  const command = `mediaconduit trust ${definition.id}`;
  if (!trusted) throw refusedUntilTrusted(refusal, command);
  const files = readComposeFiles(definition.folder, composeFile);
  const found = trustHash(definition, files);
  if (found === trusted.sha256) return files;
  throw notAsTrusted(definition, { files, found, trusted, refusal, command });
}

/** Who trusts what, and when. */
export interface TrustAct {
  /** As they were read. */
  readonly files: ComposeFiles;
  /** Name under which the entry is found. */
  readonly service: string;
  readonly by: string;
  readonly at: Date;
}

/** What to record for the compose file of a service, with the variables that the definition gives it. */
export function trustOf(
  definition: ServiceDefinition,
  projectFolder: string,
  { files, service, by, at }: TrustAct,
): TrustedFile {
  const file = placeOf(definition, definition.docker?.composeFile ?? '', projectFolder);
  return { service, file, sha256: trustHash(definition, files), trustedAt: at.toISOString(), by };
}

/** Seen from the project, whatever links led to either. */
function placeOf({ folder }: ServiceDefinition, composeFile: string, projectFolder: string): string {
  const file = join(realpathSync(folder), composeFile);
  return relative(realpathSync(projectFolder), file).split(sep).join('/');
}

interface Mismatch {
  readonly files: ComposeFiles;
  readonly found: string;
  readonly trusted: TrustedFile;
  readonly refusal: MediaConduitError;
  readonly command: string;
}

function notAsTrusted({ docker, environment, id }: ServiceDefinition, mismatch: Mismatch): MediaConduitError {
  const { command, files, found, refusal, trusted } = mismatch;
  const variables = Object.keys(givenVariables(environment, files));
  const what = `${docker?.composeFile} of ${id}, a file or a variable that it takes in, or the service of it that is run,`;
  return new MediaConduitError(
    'MC_SERVICE_POLICY',
    `${what} is not what was trusted on ${trusted.trustedAt}. ${refusal.message}`,
    {
      hint: `look at what has changed, then trust it again: ${command}`,
      facts: {
        ...refusal.facts,
        ...{ service: id, serviceName: docker?.serviceName, variables, trusted: trusted.sha256, found },
      },
      cause: refusal,
    },
  );
}

function refusedUntilTrusted(refusal: MediaConduitError, command: string): MediaConduitError {
  const { code, facts, hint, message } = refusal;
  const trust = `if you trust the file, let Compose run it as it is: ${command}`;
  return new MediaConduitError(code, message, { hint: hint ? `${hint}; or, ${trust}` : trust, facts, cause: refusal });
}
