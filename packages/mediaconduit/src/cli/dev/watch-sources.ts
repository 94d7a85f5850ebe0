import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Editors write a file in several steps, compilers write many files: this long after the last one all are there, in ms. */
const QUIET_MS = 150;

interface Watched {
  readonly watcher: FSWatcher;
  /** Another folder of the same name has another one. */
  readonly stamp: string;
}

/**
 * Calls back when something below a folder, or the folder itself, has changed and then been left alone for a moment.
 * Dependencies and hidden folders are not looked at. Does not keep the program alive.
 */
export class SourceWatch implements Disposable {
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly folder: string,
    private readonly onChange: () => void,
  ) {
    this.#look();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }

  /** Folders come and go, and come again under the same name; the one above is where the folder itself does. */
  #look(): void {
    const above = dirname(this.folder);
    const folders = new Map(sourceFolders(this.folder).map((folder) => [folder, stampOf(folder)] as const));
    folders.set(above, stampOf(above));
    for (const [folder, { watcher, stamp }] of this.#watched) {
      if (folders.get(folder) === stamp) continue;
      watcher.close();
      this.#watched.delete(folder);
    }
    for (const [folder, stamp] of folders) {
      if (stamp !== undefined && !this.#watched.has(folder)) this.#watch(folder, stamp);
    }
  }

  #watch(folder: string, stamp: string): void {
    const isOurs = (name: string): boolean =>
      folder === dirname(this.folder) ? name === basename(this.folder) : !isIgnored(name);
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || isOurs(name)) this.#changed();
      });
      watcher.on('error', () => this.#changed());
      this.#watched.set(folder, { watcher, stamp });
    } catch {
      // gone meanwhile, which the watch of the folder above tells
    }
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#look();
      this.onChange();
    }, QUIET_MS);
  }
}

function sourceFolders(folder: string): string[] {
  try {
    const inside = readdirSync(folder, { withFileTypes: true }).filter(
      (one) => one.isDirectory() && !isIgnored(one.name),
    );
    return [folder, ...inside.flatMap(({ name }) => sourceFolders(join(folder, name)))];
  } catch {
    return []; // gone meanwhile
  }
}

/** Numbers of folders are given out again. */
function stampOf(folder: string): string | undefined {
  const found = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino} ${found.birthtimeNs}`;
}

/** Hidden files are those that editors put beside the one that is written. */
function isIgnored(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.') || name.endsWith('~');
}
