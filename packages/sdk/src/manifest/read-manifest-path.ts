import type { ManifestNode } from './manifest-node';
import { isPathWithin } from './path-within';

/** A path that a manifest names; notes a problem when it leaves the folder that it is relative to. */
export function readManifestPath(node: ManifestNode): string | undefined {
  const path = node.text;
  if (path !== undefined && !isPathWithin(path)) {
    node.problem(`the path "${path}" leaves the folder`, { hint: 'name a file in the folder or below it' });
  }
  return path;
}
