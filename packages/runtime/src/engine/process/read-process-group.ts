import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Ticks of the times in `/proc/<pid>/stat` are 1/100 s on every Linux that Node.js runs on. */
const TICK_MS = 10;

/** Counters of all members of a process group at one moment. */
export interface ProcessGroup {
  /** Processor time since the start, with that of ended children. */
  readonly cpuMs: number;
  /** Pages that several members share are counted for each. */
  readonly residentBytes: number;
  /** Threads of all members that have not ended. */
  readonly threads: number;
}

/** What `/proc` says of a process group; `undefined` when nobody of it runs, or there is no `/proc`. */
export async function readProcessGroup(group: number, folder: string): Promise<ProcessGroup | undefined> {
  const entries = await readdir(folder).catch(() => []);
  let [cpuMs, residentBytes, threads] = [0, 0, 0];
  // One after the other: all at once would open as many files as the machine has processes.
  for (const entry of entries.filter((name) => /^\d+$/.test(name))) {
    const place = path.join(folder, entry);
    const member = parseStat(await textOf(path.join(place, 'stat')));
    if (member?.group !== group) continue;
    cpuMs += member.cpuMs;
    threads += member.threads;
    residentBytes += parseResident(await textOf(path.join(place, 'status')));
  }
  return threads === 0 ? undefined : { cpuMs, residentBytes, threads };
}

/** Processes end while they are looked at, and some may not be looked at. */
function textOf(file: string): Promise<string> {
  return readFile(file, 'latin1').catch(() => '');
}

/** The fields after the name, which is in parentheses and may hold any character: state, parent, group … as in proc(5). */
function parseStat(line: string): { group: number; cpuMs: number; threads: number } | undefined {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 18) return undefined;
  const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
  const hasEnded = fields[0] === 'Z' || fields[0] === 'X';
  return { group: Number(fields[2]), cpuMs: ticks * TICK_MS, threads: hasEnded ? 0 : Number(fields[17]) };
}

function parseResident(status: string): number {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
