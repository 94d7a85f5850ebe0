import type { Clock, ServiceStats } from '@mediaconduit/sdk';
import { totalmem } from 'node:os';
import { readProcessGroup } from './read-process-group';

/** Between two looks at the processor time, in ms; its unit is 10 ms, so that the result is exact to 2 percent. */
const INTERVAL_MS = 500;

/** Where a process group is looked at. */
export interface ProcessGroupStatsOptions {
  readonly clock: Clock;
  /** Default `/proc`. */
  readonly folder?: string;
  /** Memory of the machine, which is all that limits a process. Default: what the system says. */
  readonly machineBytes?: number;
}

/** Takes half a second. `undefined` when the group has ended by then, and where there is no `/proc`: only Linux has it. */
export async function processGroupStats(
  group: number,
  { clock, folder = '/proc', machineBytes = totalmem() }: ProcessGroupStatsOptions,
): Promise<ServiceStats | undefined> {
  const startedAt = clock.now();
  const before = await readProcessGroup(group, folder);
  if (!before) return undefined;
  await new Promise<void>((resolve) => clock.setTimeout(resolve, INTERVAL_MS));
  const elapsedMs = clock.now() - startedAt;
  const now = await readProcessGroup(group, folder);
  if (!now) return undefined;
  return {
    cpuPercent: (Math.max(0, now.cpuMs - before.cpuMs) / elapsedMs) * 100,
    memoryBytes: now.residentBytes,
    memoryLimitBytes: machineBytes,
    pids: now.threads,
  };
}
