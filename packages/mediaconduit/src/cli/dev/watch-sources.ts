import { readdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

/** Editors write a file in several steps, compilers write many files: this long after the last one all are there, in ms. */
const QUIET_MS = 150;

/**
 * Calls back when something below a folder has changed and then been left alone for a moment. Dependencies and hidden
 * folders are not looked at. Does not keep the program alive.
 */
export class SourceWatch implements Disposable {
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly folder: string,
    private readonly onChange: () => void,
  ) {
    this.#look();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** Folders come and go. */
  #look(): void {
    const folders = new Set(sourceFolders(this.folder));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  #watch(folder: string): void {
    const changed = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#look();
        this.onChange();
      }, QUIET_MS);
    };
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name === null || !isIgnored(name)) changed();
    });
    watcher.on('error', changed);
    this.#watchers.set(folder, watcher);
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

/** Hidden files are those that editors put beside the one that is written. */
function isIgnored(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.') || name.endsWith('~');
}
