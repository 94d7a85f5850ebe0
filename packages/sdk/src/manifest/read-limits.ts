import type { ServiceLimits } from '../service/service-definition';
import { parseByteSize } from './byte-size';
import type { ManifestNode } from './manifest-node';

/** What the service allows: `limits`, else what older manifests say under `requirements`. */
export function readLimits(root: ManifestNode): ServiceLimits {
  const [limits, requirements] = [root.at('limits'), root.at('requirements')];
  return {
    maxInputBytes: readSize(limits.at('maxInputBytes')),
    maxDurationMs: limits.at('maxDurationMs').number,
    memoryBytes: readSize(limits.at('memory')) ?? readSize(requirements.at('memory')),
    cpus: readCount(limits.at('cpus')) ?? readCount(requirements.at('cpu')),
  };
}

/** Whether the machine needs a GPU: `gpu`, or what older manifests say in their own words. */
export function readGpu(root: ManifestNode): boolean {
  const old = root.at('requirements', 'gpu');
  const answer = root.at('gpu').boolean ?? old.boolean;
  return answer ?? (old.text !== undefined && !/^(?:optional|recommended|none|no|false|0)$/i.test(old.text));
}

function readSize(node: ManifestNode): number | undefined {
  return node.text === undefined ? undefined : parseByteSize(node.text);
}

function readCount(node: ManifestNode): number | undefined {
  return /^[0-9]+(\.[0-9]+)?$/.test(node.text ?? '') ? Number(node.text) : undefined;
}
