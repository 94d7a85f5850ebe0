import type { ReadEntry } from 'tar';
import { readArchiveEntry, type ArchiveEntry } from './archive-entry';
import type { ArchiveLimits } from './archive-limits';

/** Looks at every entry of an archive before any of it is written. */
export class ArchiveJudge {
  readonly #places = new Map<string, 'file' | 'folder'>();
  #entries = 0;
  #bytes = 0;
  #fault: string | undefined;

  constructor(private readonly limits: ArchiveLimits) {}

  get entries(): number {
    return this.#entries;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Why the archive may not be unpacked, as soon as that is known. */
  get fault(): string | undefined {
    return this.#fault;
  }

  refuse(reason: string): void {
    this.#fault ??= reason;
  }

  /** What the entry would write; `undefined` for the folder of the package itself, and after the first fault. */
  look(entry: ReadEntry): ArchiveEntry | undefined {
    if (this.#fault !== undefined) return undefined;
    this.#entries += 1;
    this.#bytes += entry.size;
    const { entries, unpackedBytes } = this.limits;
    if (this.#entries > entries) this.refuse(`it holds more than ${entries} files and folders`);
    else if (this.#bytes > unpackedBytes) this.refuse(`it is larger than ${unpackedBytes} bytes when unpacked`);
    else return this.#placed(entry);
    return undefined;
  }

  #placed(entry: ReadEntry): ArchiveEntry | undefined {
    const found = readArchiveEntry(entry, this.limits);
    const fault = typeof found === 'string' ? found : this.#claim(found);
    if (fault !== undefined) this.refuse(`${JSON.stringify(entry.path.slice(0, 200))}: ${fault}`);
    return fault !== undefined || typeof found === 'string' || found.path === '' ? undefined : found;
  }

  /** On some disks names differ in more than case: one that differs there only would replace another file. */
  #claim({ path, isFolder }: ArchiveEntry): string | undefined {
    if (path === '') return undefined;
    const parts = path.normalize('NFKC').toLowerCase().split('/');
    for (let length = 1; length < parts.length; length += 1) {
      const above = parts.slice(0, length).join('/');
      if (this.#places.get(above) === 'file') return 'a file stands where it needs a folder';
      this.#places.set(above, 'folder');
    }
    const key = parts.join('/');
    const present = this.#places.get(key);
    if (present !== undefined && !(isFolder && present === 'folder')) return 'another entry has the same path';
    this.#places.set(key, isFolder ? 'folder' : 'file');
    return undefined;
  }
}
