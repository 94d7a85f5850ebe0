import type { ServiceLimits } from '../service/service-definition';
import { parseByteSize } from './byte-size';
import type { ManifestNode } from './manifest-node';
import { readByteSize } from './read-byte-size';

/** What a service may use that says nothing: 4 GiB. */
const USUAL_MEMORY_BYTES = 4 * 1024 ** 3;

/** From `limits`; the memory also from `requirements` of older manifests. */
export function readLimits(root: ManifestNode): ServiceLimits {
  const limits = root.at('limits');
  const cpus = limits.at('cpus');
  return {
    maxInputBytes: readByteSize(limits.at('maxInputBytes')),
    maxDurationMs: limits.at('maxDurationMs').number,
    memoryBytes: readByteSize(limits.at('memory')) ?? readRequiredMemory(root.at('requirements', 'memory')),
    cpus: cpus.number ?? (cpus.text === undefined ? undefined : Number(cpus.text)),
  };
}

/**
 * A requirement says how much is needed at least, so it raises what a service may use and never lowers it. The
 * required processors are no limit at all: Docker refuses more of them than the machine has.
 */
function readRequiredMemory(node: ManifestNode): number | undefined {
  const bytes = parseByteSize(node.text ?? '');
  return bytes === undefined ? undefined : Math.max(bytes, USUAL_MEMORY_BYTES);
}

/** Whether the machine needs a GPU: `gpu`, or what older manifests say in their own words. */
export function readGpu(root: ManifestNode): boolean {
  const old = root.at('requirements', 'gpu');
  const answer = root.at('gpu').boolean ?? old.boolean;
  return answer ?? (old.text !== undefined && !/^(?:optional|recommended|none|no|false|0)$/i.test(old.text));
}
