import type { ManifestNode } from './manifest-node';

/** Names and ranges of packages, from a map or from a list of one-key maps; `*` where no range is given. */
export function readDependencies(node: ManifestNode): Record<string, string> {
  const listed = node.items.flatMap((item) =>
    item.text === undefined ? item.entries : [[item.text, item.at()] as const],
  );
  const pairs = [...listed, ...node.entries].filter(([, { value }]) => value === null || typeof value !== 'object');
  return Object.fromEntries(pairs.map(([name, value]) => [name, value.text === name ? '*' : (value.text ?? '*')]));
}
