import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@mediaconduit/sdk';
import { ageMs, isMarkAlive, processMark, uniqueName } from './process-mark';
import { errorCode, isUnwritable } from './store-errors';
import type { StorePlaces } from './store-places';

const POLL_MS = 5;

/** How long a collector may choose trees; it is not waited for any longer than {@link BELIEVED_MS}. */
export const CHOICE_MS = 10_000;
const BELIEVED_MS = 30_000;

/**
 * Which trees are used, as empty files: `leases/<hash>~<process>~<random>`. A user makes its mark before it looks for
 * collectors, and a collector says that it chooses before it looks for marks; so one of them always sees the other.
 */
export class TreeLeases {
  constructor(
    private readonly places: StorePlaces,
    private readonly clock: Clock,
  ) {}

  /** Marks a tree as used, and waits until no collector can have overlooked that. Undefined where nothing can be written. */
  async add(hash: string): Promise<string | undefined> {
    const mark = this.#write(this.places.leases, `${hash}~${processMark()}~${uniqueName()}`);
    while (this.#isChoosing()) await new Promise<void>((resolve) => void this.clock.setTimeout(resolve, POLL_MS));
    return mark;
  }

  /** Says that nobody uses the tree for this mark any more. */
  remove(mark: string | undefined): void {
    if (mark !== undefined) rmSync(mark, { force: true });
  }

  /** What is used now. Marks of processes that have ended are removed. */
  used(): Set<string> {
    const hashes = new Set<string>();
    for (const name of namesOf(this.places.leases)) {
      const [hash = '', mark = ''] = name.split('~');
      const file = join(this.places.leases, name);
      if (isMarkAlive(mark, file)) hashes.add(hash);
      else rmSync(file, { force: true });
    }
    return hashes;
  }

  /** Runs a choice of what to remove, while users of trees wait. Undefined where nothing can be written. */
  choose<T>(choice: () => T): T | undefined {
    const mark = this.#write(this.places.collecting, `${processMark()}~${uniqueName()}`);
    try {
      return mark === undefined ? undefined : choice();
    } finally {
      this.remove(mark);
    }
  }

  #isChoosing(): boolean {
    return namesOf(this.places.collecting).some((name) => {
      const file = join(this.places.collecting, name);
      const isAlive = isMarkAlive(name.split('~')[0] ?? '', file) && ageMs(file) < BELIEVED_MS;
      if (!isAlive) rmSync(file, { force: true });
      return isAlive;
    });
  }

  #write(folder: string, name: string): string | undefined {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, name), '', { flag: 'wx', mode: 0o600 });
      return join(folder, name);
    } catch (error) {
      if (isUnwritable(error)) return undefined; // nothing is collected from such a disk either
      throw error;
    }
  }
}

function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
