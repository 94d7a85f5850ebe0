import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../config/write-file-atomic';

/** So many of a repository are remembered. */
const KEPT = 100;

/**
 * When this home first saw a commit. The dates in a commit are what its author wrote, so they prove no age; our own clock
 * does.
 */
export class SeenCommits {
  readonly #folder: string;

  constructor(
    home: string,
    readonly now: () => number = Date.now,
  ) {
    this.#folder = join(home, 'seen');
  }

  /** ISO 8601: now for one that was not seen before, which is then written down unless `isGlance`. */
  async since(repository: string, commit: string, isGlance = false): Promise<string> {
    const file = this.#fileOf(repository);
    const seen = await read(file);
    const known = seen.find(([one]) => one === commit)?.[1];
    if (known !== undefined && Date.parse(known) <= this.now()) return known;
    const since = new Date(this.now()).toISOString();
    if (isGlance) return since;
    const others = seen.filter(([one]) => one !== commit).slice(1 - KEPT);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, `${JSON.stringify({ repository, commits: [...others, [commit, since]] })}\n`);
    return since;
  }

  #fileOf(repository: string): string {
    return join(this.#folder, `${createHash('sha256').update(repository).digest('hex').slice(0, 16)}.json`);
  }
}

/** What cannot be read was not seen: it is looked at anew, which only takes longer. */
async function read(file: string): Promise<[commit: string, since: string][]> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    const { commits } = Object(JSON.parse(text)) as { readonly commits?: unknown };
    return Array.isArray(commits) ? commits.filter(isSeen) : [];
  } catch {
    return [];
  }
}

function isSeen(value: unknown): value is [string, string] {
  return Array.isArray(value) && typeof value[0] === 'string' && !Number.isNaN(Date.parse(String(value[1])));
}
