import type { ServiceStats } from '@mediaconduit/sdk';

/** The fields of `GET /containers/{id}/stats` that are read; what an engine does not measure is missing. */
export interface StatsAnswer {
  readonly cpu_stats?: CpuCounters;
  /** The same counters about a second earlier. */
  readonly precpu_stats?: CpuCounters;
  readonly memory_stats?: MemoryFigures;
  readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>> | null;
  readonly pids_stats?: { readonly current?: number };
}

/** Nanoseconds of the container, and of the whole machine. */
interface CpuCounters {
  readonly cpu_usage?: { readonly total_usage?: number; readonly percpu_usage?: readonly number[] | null };
  readonly system_cpu_usage?: number;
  readonly online_cpus?: number;
}

interface MemoryFigures {
  readonly usage?: number;
  readonly limit?: number;
  /** `total_inactive_file` is the name of cgroup v1, which has the other one without the children, too. */
  readonly stats?: { readonly total_inactive_file?: number; readonly inactive_file?: number };
}

/** The figures that `docker stats` shows, from an answer with two samples. `undefined` for a container that does not run. */
export function containerStats(answer: StatsAnswer): ServiceStats | undefined {
  const { usage, limit, stats } = answer.memory_stats ?? {};
  if (usage === undefined || limit === undefined) return undefined;
  const cache = [stats?.total_inactive_file, stats?.inactive_file].find(
    (bytes) => bytes !== undefined && bytes < usage,
  );
  return {
    cpuPercent: cpuPercent(answer.precpu_stats ?? {}, answer.cpu_stats ?? {}),
    memoryBytes: usage - (cache ?? 0),
    memoryLimitBytes: limit,
    network: networkOf(Object.values(answer.networks ?? {})),
    pids: answer.pids_stats?.current ?? 1,
  };
}

function cpuPercent(before: CpuCounters, now: CpuCounters): number {
  const own = (now.cpu_usage?.total_usage ?? 0) - (before.cpu_usage?.total_usage ?? 0);
  const machine = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  const cores = now.online_cpus ?? now.cpu_usage?.percpu_usage?.length ?? 1;
  return own > 0 && machine > 0 ? (own / machine) * cores * 100 : 0;
}

function networkOf(devices: readonly { rx_bytes: number; tx_bytes: number }[]): ServiceStats['network'] {
  if (devices.length === 0) return undefined;
  const sum = (field: 'rx_bytes' | 'tx_bytes'): number => devices.reduce((total, device) => total + device[field], 0);
  return { rxBytes: sum('rx_bytes'), txBytes: sum('tx_bytes') };
}
