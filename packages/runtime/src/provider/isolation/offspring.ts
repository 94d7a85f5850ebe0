import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStartTime } from '../../engine/process/process-start-time';

/** The variable by which all that a process of a provider has started is known, whoever its parent is now. */
export const OFFSPRING_VARIABLE = 'MEDIACONDUIT_PROVIDER_PROCESS';

/**
 * What a process of a provider has started, also in groups of their own; a group is ended by `ProcessTree`. Where there is
 * no /proc it knows of nothing.
 */
export class Offspring {
  readonly #noted = new Map<number, string>();

  /** @param mark value of {@link OFFSPRING_VARIABLE}, which is inherited. */
  constructor(private readonly mark: string) {}

  /** Remembers what the process has started, while it lives: also what has an environment of its own. */
  note(pid: number): void {
    const parents = new Map(processes().map((one) => [one, parentOf(one)] as const));
    const family = new Set([pid]);
    for (let before = 0; before < family.size;) {
      before = family.size;
      for (const [one, parent] of parents) if (family.has(parent)) family.add(one);
    }
    family.delete(pid);
    for (const one of family) this.#noted.set(one, processStartTime(one));
  }

  /** Ends all of it, when the process itself has ended. */
  end(): void {
    for (const [pid, startTime] of this.#noted) if (processStartTime(pid) === startTime) kill(pid);
    this.#noted.clear();
    const ended = new Set([process.pid]);
    const isLeft = (pid: number): boolean => !ended.has(pid) && this.#isMarked(pid);
    // again, because one may have started another meanwhile
    for (let left = processes().filter(isLeft); left.length > 0; left = processes().filter(isLeft)) {
      for (const pid of left) {
        kill(pid);
        ended.add(pid);
      }
    }
  }

  /** Environments of other users cannot be read. */
  #isMarked(pid: number): boolean {
    return `\0${textOf(pid, 'environ')}`.includes(`\0${OFFSPRING_VARIABLE}=${this.mark}\0`);
  }
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** The second field after the name, which is in parentheses and may hold any character. */
function parentOf(pid: number): number {
  const stat = textOf(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function textOf(pid: number, name: string): string {
  try {
    return readFileSync(join('/proc', String(pid), name), 'latin1');
  } catch {
    return ''; // ended meanwhile, or that of another user
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ended meanwhile, or that of another user
  }
}
