import type { ServiceDefinition } from '@mediaconduit/sdk';
import { readDefinition, type ManifestNode, type ServiceDefinitionSource } from '@mediaconduit/sdk/manifest';
import { readStackEnvironment } from './read-stack-environment';
import { readStackSettings, type StackContext } from './read-stack-settings';
import type { StackService } from './stack-definition';

/** Each of these says how a service is run, so the entry describes one itself. */
const WAYS_TO_RUN = ['process', 'docker', 'image', 'url'];

/** These say more of a service that an entry describes. */
const DETAILS = ['description', 'version', 'capabilities', 'cache', 'gpu'];

/** What the entries of a stack file are read with. */
export interface StackServiceContext extends StackContext {
  readonly platform: NodeJS.Platform;
  /** Absolute path of the stack file. */
  readonly file: string;
}

/** One entry under `services`. */
export function readStackService(name: string, node: ManifestNode, context: StackServiceContext): StackService {
  const describes = WAYS_TO_RUN.some((key) => node.at(key).exists);
  checkUse(node, describes);
  return {
    name,
    use: describes ? undefined : (node.at('use').text ?? name),
    definition: describes ? readInline(name, node, context) : undefined,
    settings: readStackSettings(node, context),
    platformSettings: readStackSettings(node.at('platforms', context.platform), context),
  };
}

function checkUse(node: ManifestNode, describes: boolean): void {
  const wrong = describes ? [] : DETAILS.filter((key) => node.at(key).exists);
  for (const key of wrong) {
    node.keyProblem(
      key,
      `"${key}" belongs to a service that is described here, and nothing says how to run it`,
      'add "process", "docker", "image" or "url", or leave it to the manifest of the service',
    );
  }
  if (!describes || !node.at('use').exists) return;
  for (const key of WAYS_TO_RUN.filter((way) => node.at(way).exists)) {
    node.keyProblem(
      key,
      `"${key}" and "use" exclude each other`,
      'describe the service here, or use one that is described elsewhere',
    );
  }
}

/** The variables of the entry itself are among its settings. */
function readInline(name: string, node: ManifestNode, context: StackServiceContext): ServiceDefinition {
  const source: ServiceDefinitionSource = { file: context.file, platform: context.platform };
  const definition = readDefinition(node, name, false, source);
  const filled = (...path: string[]) => readStackEnvironment(node.at(...path), context.variables).environment;
  const own = {
    ...filled('process', 'environment'),
    ...filled('process', 'platforms', context.platform, 'environment'),
  };
  return {
    ...definition,
    process: definition.process && { ...definition.process, environment: own },
    environment: filled('docker', 'environment'),
    dependsOn: [],
  };
}
