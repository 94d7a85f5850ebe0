import { parseByteSize } from './byte-size';
import type { ManifestNode } from './manifest-node';

/** A size in bytes, written as a number or as a text such as `4GiB`; notes a problem when it is too large to count. */
export function readByteSize(node: ManifestNode): number | undefined {
  const { text } = node;
  if (text === undefined) return undefined;
  const bytes = node.number ?? parseByteSize(text);
  if (bytes === undefined || !Number.isSafeInteger(bytes))
    node.problem(`"${text}" is no size`, { hint: 'write bytes, or 4GiB' });
  return bytes;
}
