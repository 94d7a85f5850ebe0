import type { ManifestNode } from '@mediaconduit/sdk/manifest';
import type { StackIsolation } from './stack-definition';

/** One word for all providers, or one for each id; the schema knows no other words. */
export function readIsolation(node: ManifestNode): StackIsolation | undefined {
  if (!node.exists) return undefined;
  if (node.text !== undefined) return wordOf(node);
  return Object.fromEntries(node.entries.map(([id, choice]) => [id, wordOf(choice)]));
}

function wordOf(node: ManifestNode): 'none' | 'process' {
  return node.text === 'none' ? 'none' : 'process';
}
