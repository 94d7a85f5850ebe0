import type { ServiceLimits } from '@mediaconduit/sdk';
import { readLimits, type ManifestNode } from '@mediaconduit/sdk/manifest';

/** What the machine has. */
export interface Machine {
  readonly memoryBytes: number;
  readonly cpus: number;
}

/** The limits of an entry; notes a problem for those above what the machine has. */
export function readStackLimits(node: ManifestNode, machine: Machine | undefined): ServiceLimits | undefined {
  if (!node.at('limits').exists) return undefined;
  const limits = readLimits(node);
  if (machine) checkPossible(node.at('limits'), limits, machine);
  return limits;
}

function checkPossible(node: ManifestNode, { memoryBytes = 0, cpus = 0 }: ServiceLimits, machine: Machine): void {
  const { memory, processors } = { memory: node.at('memory'), processors: node.at('cpus') };
  if (memoryBytes > machine.memoryBytes) {
    const most = `${(machine.memoryBytes / 1024 ** 3).toFixed(1)} GiB`;
    memory.problem(`"${memory.text ?? ''}" is more memory than this machine has (${most})`, { hint: 'lower it' });
  }
  if (cpus > machine.cpus) {
    processors.problem(`${cpus} are more processors than this machine has (${machine.cpus})`, { hint: 'lower it' });
  }
}
