import type { ManifestNode } from '@mediaconduit/sdk/manifest';
import type { StackBreaker, StackBulkhead, StackLiveness, StackRestart } from './stack-definition';

/** `restart: never`, or its numbers. */
export function readStackRestart(node: ManifestNode): StackRestart | undefined {
  if (node.text === 'never') return { policy: 'never' };
  checkOrder(node, 'delayMs', 'maxDelayMs');
  const written = readNumbers(node, ['delayMs', 'maxDelayMs', 'maxRestarts', 'resetMs', 'maxPerHour']);
  return written && { policy: 'always', ...written };
}

/** `liveness: fast`, or its numbers. */
export function readStackLiveness(node: ManifestNode): StackLiveness | undefined {
  return node.text === 'fast' ? { profile: 'fast' } : readNumbers(node, ['intervalMs', 'timeoutMs', 'misses']);
}

/** The numbers of `breaker`. */
export function readStackBreaker(node: ManifestNode): StackBreaker | undefined {
  checkOrder(node, 'openMs', 'maxOpenMs');
  const window = ['failureRatio', 'minimumCalls', 'windowMs', 'windowBuckets', 'connectionFailures'] as const;
  const open = ['openMs', 'maxOpenMs', 'jitter', 'probes', 'probeTimeoutMs', 'slowCallMs'] as const;
  return readNumbers(node, [...window, ...open]);
}

/** The numbers of `bulkhead`. */
export function readStackBulkhead(node: ManifestNode): StackBulkhead | undefined {
  return readNumbers(node, ['concurrent', 'waiting']);
}

function readNumbers<Key extends string>(
  node: ManifestNode,
  keys: readonly Key[],
): Partial<Record<Key, number>> | undefined {
  if (!node.exists) return undefined;
  const numbers: Partial<Record<Key, number>> = {};
  for (const key of keys) {
    const { number } = node.at(key);
    if (number !== undefined) numbers[key] = number;
  }
  return numbers;
}

function checkOrder(node: ManifestNode, low: string, high: string): void {
  const [least, most] = [node.at(low).number, node.at(high).number];
  if (least !== undefined && most !== undefined && least > most) {
    node.at(high).problem(`"${high}" (${most}) is less than "${low}" (${least})`, { hint: `raise "${high}"` });
  }
}
