import { realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isMediaConduitError, MediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import { readTrust, type TrustedFile } from '../../lock-file/trust-section';
import { loadDockerGroup } from '../docker/load-docker-group';
import { readComposeFiles, type ComposeFiles } from './compose-files';

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
  const trusted = (await readTrust(projectFolder)).find((one) => one.file === file);
  const command = `mediaconduit trust ${definition.id}`;
  if (!trusted) throw refusedUntilTrusted(refusal, command);
  const files = readComposeFiles(definition.folder, composeFile);
  if (files.sha256 === trusted.sha256) return files;
  throw new MediaConduitError(
    'MC_SERVICE_POLICY',
    `${composeFile} of ${definition.id}, or a file that it takes in, is not what was trusted on ${trusted.trustedAt}. ${refusal.message}`,
    {
      hint: `look at what has changed, then trust it again: ${command}`,
      facts: { ...refusal.facts, service: definition.id, trusted: trusted.sha256, found: files.sha256 },
      cause: refusal,
    },
  );
}

/** What to record for the compose file of a service as it is now. @throws see {@link readComposeFiles}. */
export function trustOf(
  definition: ServiceDefinition,
  projectFolder: string,
  { service, by, at }: { readonly service: string; readonly by: string; readonly at: Date },
): TrustedFile {
  const { composeFile = '' } = definition.docker ?? {};
  const { sha256 } = readComposeFiles(definition.folder, composeFile);
  const file = placeOf(definition, composeFile, projectFolder);
  return { service, file, sha256, trustedAt: at.toISOString(), by };
}

/** Seen from the project, whatever links led to either. */
function placeOf({ folder }: ServiceDefinition, composeFile: string, projectFolder: string): string {
  const file = join(realpathSync(folder), composeFile);
  return relative(realpathSync(projectFolder), file).split(sep).join('/');
}

function refusedUntilTrusted(refusal: MediaConduitError, command: string): MediaConduitError {
  const { code, facts, hint, message } = refusal;
  const trust = `if you trust the file, let Compose run it as it is: ${command}`;
  return new MediaConduitError(code, message, { hint: hint ? `${hint}; or, ${trust}` : trust, facts, cause: refusal });
}
