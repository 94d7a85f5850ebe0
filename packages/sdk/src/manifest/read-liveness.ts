import type { LivenessDefinition } from '../service/service-definition';
import type { ManifestNode } from './manifest-node';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const PART = /(\d+(?:\.\d+)?)\s*(ms|s|m|h)/gi;
const WHOLE = new RegExp(`^(?:\\s*${PART.source}\\s*)+$`, 'i');

const LONGEST_MS = 3_600_000;
const MOST_MISSES = 100;

/** How a running service is looked at, as the health check of older manifests says it; what cannot be read is left out. */
export function readLiveness(root: ManifestNode): LivenessDefinition | undefined {
  const inBlock = root.at('docker', 'healthCheck');
  const node = inBlock.exists ? inBlock : root.at('healthCheck');
  const found: LivenessDefinition = {
    ...known('intervalMs', readDuration(node.at('interval'))),
    ...known('timeoutMs', readDuration(node.at('timeout'))),
    ...known('misses', readCount(node.at('retries'))),
  };
  return Object.keys(found).length > 0 ? found : undefined;
}

function known(key: keyof LivenessDefinition, value: number | undefined): LivenessDefinition {
  return value === undefined ? {} : { [key]: value };
}

/** `30s`, `1m30s`, `500ms` as Docker writes it; a number counts seconds. In ms. */
function readDuration(node: ManifestNode): number | undefined {
  if (!node.exists) return undefined;
  const text = node.text ?? '';
  const parts = WHOLE.test(text) ? [...text.matchAll(PART)] : [];
  const ms = /^\d+(?:\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit.toLowerCase()] ?? 0), 0);
  if (ms > 0 && ms <= LONGEST_MS) return Math.round(ms);
  node.warn(`"${text}" is no time such as 30s; the default is used`);
  return undefined;
}

function readCount(node: ManifestNode): number | undefined {
  if (!node.exists) return undefined;
  const count = Number(node.text);
  if (Number.isInteger(count) && count > 0 && count <= MOST_MISSES) return count;
  node.warn(`"${node.text ?? ''}" is no number of tries; the default is used`);
  return undefined;
}
