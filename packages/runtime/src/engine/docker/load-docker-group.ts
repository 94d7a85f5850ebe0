import {
  MediaConduitError,
  serviceVariablePrefix,
  type EngineRefusal,
  type ServiceDefinition,
} from '@mediaconduit/sdk';
import type { ComposeGroup } from '../../compose/compose-group';
import { imageService } from '../../compose/image-service';
import { loadComposeGroup } from '../../compose/load-compose-group';

/** Why the definition cannot run on Docker at all, or `undefined`. */
export function dockerRefusal({ docker }: ServiceDefinition): EngineRefusal | undefined {
  if (!docker) return { reason: 'no docker block' };
  if (docker.composeFile || docker.image) return undefined;
  return { reason: 'its docker block names neither a compose file nor an image' };
}

/** What the definition says about Docker, checked: its compose file, else just its image. */
export async function loadDockerGroup(
  definition: ServiceDefinition,
  environment: Readonly<Record<string, string>>,
): Promise<ComposeGroup> {
  const { docker } = definition;
  const refusal = dockerRefusal(definition);
  if (!docker || refusal) throw notForDocker(definition, refusal?.reason);
  const variables = {
    // The file's `${NAME_HOST_PORT:-0}`: 0 lets the engine choose the port.
    [`${serviceVariablePrefix(definition.id)}_HOST_PORT`]: '0',
    SERVICE_HOST_PORT: '0',
    ...definition.environment,
    ...environment,
  };
  const { composeFile: file, image, serviceName } = docker;
  if (file) return loadComposeGroup({ folder: definition.folder, file, serviceName, variables });
  return imageService(definition, image ?? '', variables);
}

function notForDocker(definition: ServiceDefinition, reason: string | undefined): MediaConduitError {
  return new MediaConduitError(
    'MC_ENGINE_UNAVAILABLE',
    `The service ${definition.id} cannot run on Docker: ${reason}.`,
    {
      hint: `add docker: to ${definition.file}, or choose another engine`,
      facts: { service: definition.id, file: definition.file },
    },
  );
}
