import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { processStartTime } from '../engine/process/process-start-time';

/** A process of a service, and the folders of the home that it uses. */
export interface FolderUse {
  readonly pid: number;
  readonly service: string;
  readonly folders: readonly string[];
}

interface UseRecord extends FolderUse {
  /** Another process may have the number by now. */
  readonly startTime: string;
}

/**
 * Which folders of a home running processes use, so that they are not removed under them. A record counts as long as
 * its process runs: nothing has to be cleaned up after a crash.
 */
export class FolderUses {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = path.join(home, 'run', 'uses');
  }

  /** Notes what a process uses that runs now. */
  async add(use: FolderUse): Promise<void> {
    const record: UseRecord = { ...use, startTime: processStartTime(use.pid) };
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const draft = `${this.#file(use.pid)}.new`;
    await writeFile(draft, JSON.stringify(record));
    await rename(draft, this.#file(use.pid));
  }

  /** Forgets a process that has ended. */
  async delete(pid: number): Promise<void> {
    await rm(this.#file(pid), { force: true });
  }

  /** What is used now. Records of processes that have ended are removed. */
  async list(): Promise<FolderUse[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const uses: FolderUse[] = [];
    for (const name of names.filter((one) => one.endsWith('.json'))) {
      const file = path.join(this.#folder, name);
      const record = await readRecord(file);
      if (record && isRunning(record)) uses.push(record);
      else await rm(file, { force: true });
    }
    return uses;
  }

  #file(pid: number): string {
    return path.join(this.#folder, `${pid}.json`);
  }
}

async function readRecord(file: string): Promise<UseRecord | undefined> {
  try {
    const { folders, pid, service, startTime } = JSON.parse(await readFile(file, 'utf8')) as Partial<UseRecord>;
    return pid && service && folders ? { folders, pid, service, startTime: startTime ?? '' } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, startTime }: UseRecord): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startTime === '' || startTime === processStartTime(pid);
}
