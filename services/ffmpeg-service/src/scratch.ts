import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ServiceStartError } from '@mediaconduit/service-kit';

const OWN = /^run-(\d+)-/;

/** The folder of one run of the service; everything in it goes with the run, or with the next one after a crash. */
export class Scratch {
  readonly #root: string;
  #opened: Promise<string> | undefined;

  /** `root` belongs to services of this kind alone. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Makes the folder of this run and removes those of runs that are over. */
  open(): Promise<string> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  /** An empty folder for one job. */
  async createFolder(): Promise<string> {
    return mkdtemp(join(await this.open(), 'job-'));
  }

  async remove(): Promise<void> {
    if (this.#opened) await rm(await this.#opened, { recursive: true, force: true, maxRetries: 3 });
  }

  async #open(): Promise<string> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    await requireOurs(this.#root);
    for (const name of await readdir(this.#root)) {
      const pid = Number(OWN.exec(name)?.[1] ?? 0);
      if (pid > 0 && !isAlive(pid)) await rm(join(this.#root, name), { recursive: true, force: true, maxRetries: 3 });
    }
    return mkdtemp(join(this.#root, `run-${process.pid}-`));
  }
}

/** In a folder for everybody, such as /tmp, somebody else may have made it before us, to see what lies in it. */
async function requireOurs(folder: string): Promise<void> {
  const [own, parent] = await Promise.all([lstat(folder), lstat(dirname(folder))]);
  const isShared = (parent.mode & 0o002) !== 0;
  if (!isShared || process.getuid === undefined || own.uid === process.getuid()) return;
  throw new ServiceStartError(
    `${folder} belongs to another user: remove it, or set SCRATCH_DIR to a folder of your own`,
  );
}

/** A folder with our own number is of an earlier process: in a container every run has the same one. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
