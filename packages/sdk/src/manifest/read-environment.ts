import type { ManifestNode } from './manifest-node';

/** Variables written as a map or as a list of `NAME=value`; values as they are written, so `1.0` stays `1.0`. */
export function readEnvironment(node: ManifestNode): Record<string, string> {
  const listed = node.texts.map((line): [string, string] => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)];
  });
  const mapped = node.entries.map(([name, value]): [string, string] => [name, value.text ?? '']);
  return Object.fromEntries([...listed, ...mapped]);
}
