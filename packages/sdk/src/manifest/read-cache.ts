import type { ServiceCache } from '../service/service-definition';
import type { ManifestNode } from './manifest-node';

/** Where the service keeps what it downloads; `undefined` when it says nothing of it. */
export function readCache(node: ManifestNode): ServiceCache | undefined {
  const variable = node.at('variable').text;
  if (variable === undefined) return undefined;
  const layout = node.at('layout').text === 'whole' ? 'whole' : 'items';
  return { variable, volume: node.at('volume').text, layout };
}
