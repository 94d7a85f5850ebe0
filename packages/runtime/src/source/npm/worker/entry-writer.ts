import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveEntry } from './archive-entry';

/**
 * Writes entries below a folder that is there, one after the other: files as 0644, executable ones as 0755. That is synchronous: in a
 * process of its own it is the fastest way, and nothing waits in memory.
 */
export class EntryWriter {
  readonly #made = new Set(['']);
  #file: number | undefined;

  constructor(private readonly folder: string) {}

  /** Makes a folder, or an empty file that {@link write} adds to. */
  open({ path, isFolder, isExecutable }: ArchiveEntry): void {
    this.close();
    const end = path.lastIndexOf('/');
    this.#makeFolder(isFolder ? path : path.slice(0, Math.max(end, 0)));
    if (!isFolder) this.#file = openSync(join(this.folder, path), 'wx', isExecutable ? 0o755 : 0o644);
  }

  write(chunk: Buffer): void {
    if (this.#file === undefined) return;
    for (let at = 0; at < chunk.length;) at += writeSync(this.#file, chunk, at);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #makeFolder(path: string): void {
    if (this.#made.has(path)) return;
    mkdirSync(join(this.folder, path), { recursive: true });
    this.#made.add(path);
  }
}
