import type { ManifestNode } from './manifest-node';
import type { EnvironmentVariable } from './provider-manifest';

const SECRET_NAME = /(?:KEY|TOKEN|SECRET|PASSWORD)$/i;

/** The variables under `configuration.environment`; a bare text is the description. */
export function readVariables(node: ManifestNode): Record<string, EnvironmentVariable> {
  return Object.fromEntries(node.entries.map(([name, value]) => [name, readVariable(name, value)]));
}

function readVariable(name: string, node: ManifestNode): EnvironmentVariable {
  return {
    description: node.text ?? node.at('description').text,
    required: node.at('required').boolean ?? false,
    example: node.at('example').text,
    default: node.at('default').text,
    secret: node.at('secret').boolean ?? SECRET_NAME.test(name),
  };
}
