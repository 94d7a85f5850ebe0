import { readFileSync, readdirSync } from 'node:fs';

function childrenOf(pid: number): number[] {
  const stats = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return stats.map(Number).filter((one) => parentOf(one) === pid);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : Number(parent);
  } catch {
    return undefined; // it has ended
  }
}

/** The processes that fetch for a program, by number; on Linux. */
export const workersOf = (pid: number): number[] =>
  childrenOf(pid).filter((one) => readFileSync(`/proc/${one}/cmdline`, 'utf8').includes('npm-worker-main'));

/** Resolves when a process has ended, or nobody has asked for its exit code. */
export async function gone(pid: number): Promise<void> {
  while (parentOf(pid) !== undefined) await new Promise((resolve) => setTimeout(resolve, 10));
}
