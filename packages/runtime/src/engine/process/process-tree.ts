import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { markedProcesses } from './marked-processes';

/** How to end a child together with everything it started, on one platform. */
export interface ProcessTree {
  /** Whether children are spawned as leaders of their own group. */
  readonly detached: boolean;
  /** Asks all of them to end. */
  terminate(pid: number): void;
  /** Ends all of them, at once and synchronously; with a mark also what left the group. */
  kill(pid: number, mark?: string): void;
  /** After the child itself has ended: whether something of it still runs; with a mark also outside of the group. */
  isAlive(pid: number, mark?: string): boolean;
}

/** The way of the platform: process groups, or `taskkill` on Windows. */
export function processTreeOf(platform: NodeJS.Platform, windowsFolder?: string): ProcessTree {
  return platform === 'win32' ? windowsTree(windowsFolder ?? 'C:\\Windows') : GROUP;
}

const GROUP: ProcessTree = Object.freeze({
  detached: true,
  terminate: (pid: number) => void signal(-pid, 'SIGTERM'),
  kill: (pid: number, mark?: string) => {
    signal(-pid, 'SIGKILL');
    for (const stray of marked(mark)) signal(stray, 'SIGKILL');
  },
  // A process of this number would be a stranger: numbers are given out again only when the group is gone.
  isAlive: (pid: number, mark?: string) => (!signal(pid, 0) && signal(-pid, 0)) || marked(mark).length > 0,
});

function marked(mark: string | undefined): number[] {
  return mark === undefined ? [] : markedProcesses(mark);
}

/** False when there is nobody to receive it. */
function signal(target: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, name);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Children of Node.js on Windows are in a job that ends with us, so nothing else has to watch over them. */
function windowsTree(folder: string): ProcessTree {
  const taskkill = path.win32.join(folder, 'System32', 'taskkill.exe');
  const options = { stdio: 'ignore', windowsHide: true } as const;
  const kill = (pid: number): void => void spawnSync(taskkill, ['/PID', String(pid), '/T', '/F'], options);
  return {
    detached: false,
    terminate(pid) {
      const asking = spawn(taskkill, ['/PID', String(pid), '/T'], options);
      asking.once('error', () => undefined).unref();
    },
    kill,
    isAlive: () => false,
  };
}
