import { readFileSync } from 'node:fs';

/**
 * When a process began, in clock ticks since boot: its number may be given to another one after its end. Empty where
 * there is no /proc, or no such process.
 */
export function processStartTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and brackets; after it the state is field 3, the start time field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
