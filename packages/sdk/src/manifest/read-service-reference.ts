import type { ManifestNode } from './manifest-node';
import type { ServiceOverrides, ServiceReference } from './provider-manifest';
import { readEnvironment } from './read-environment';
import { readManifestPath } from './read-manifest-path';

/** The service that a provider needs: `service`, or `serviceUrl`, or the first of `dependencies.services`. */
export function readServiceReference(root: ManifestNode): ServiceReference | undefined {
  const service = root.at('service');
  const [planned] = root.at('dependencies', 'services').items;
  const identifier =
    service.text ??
    service.at('identifier').text ??
    root.at('serviceUrl').text ??
    planned?.at('url').text ??
    planned?.at('name').text;
  if (identifier === undefined || identifier.trim() === '') return undefined;
  const overrides = readOverrides(service.at('identifier').exists ? service : root.at('serviceConfig'));
  return { identifier: identifier.trim(), ...(overrides && { overrides }) };
}

function readOverrides(node: ManifestNode): ServiceOverrides | undefined {
  const environment = readEnvironment(node.at('environment'));
  const overrides: ServiceOverrides = {
    dockerCompose: readManifestPath(node.at('dockerCompose')),
    serviceName: node.at('serviceName').text,
    healthEndpoint: node.at('healthEndpoint').text,
    defaultBaseUrl: node.at('defaultBaseUrl').text,
    environment: Object.keys(environment).length > 0 ? environment : undefined,
  };
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}
