import type { CST } from 'yaml';
import { failCount, failDepth } from './check-yaml-tokens';
import { MAX_MANIFEST_DEPTH, MAX_MANIFEST_NODES } from './manifest-limits';
import type { ManifestProblems } from './manifest-problems';

interface Visit {
  readonly token: CST.Token;
  readonly depth: number;
}

/**
 * Counts values and nesting on the flat output of the parser, before the recursive composer runs.
 * Walks with a list of its own, so that its stack does not grow with the input.
 */
export function checkYamlShape(tokens: readonly CST.Token[], problems: ManifestProblems): void {
  const open: Visit[] = tokens.map((token) => ({ token, depth: 0 }));
  let nodes = 0;
  for (let visit = open.pop(); visit; visit = open.pop()) {
    const { token, depth } = visit;
    if (depth > MAX_MANIFEST_DEPTH) failDepth(token.offset, problems);
    if (token.type !== 'document') nodes += 1;
    if (nodes > MAX_MANIFEST_NODES) failCount(token.offset, problems);
    for (const child of childrenOf(token)) open.push({ token: child, depth: depth + 1 });
  }
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((child) => child !== undefined && child !== null));
}
