import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { unreadable } from './local-file';

/** One file of a form, on disk. */
export interface ReceivedFile {
  /** Name of the form's field. */
  readonly field: string;
  /** As the client says, without folders; empty when it says nothing. For messages only. */
  readonly fileName: string;
  readonly contentType: string;
  /** Absolute; its name is ours. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** A form that came whole. Its folder is gone, with all files, when it is disposed. */
export class ReceivedForm implements AsyncDisposable {
  readonly fields: Record<string, string> = Object.create(null) as Record<string, string>;
  readonly files: ReceivedFile[] = [];

  constructor(readonly folder: string) {}

  /** Where the file number `index` goes. */
  pathOf(index: number): string {
    return join(this.folder, String(index));
  }

  /** Does work that reads the files. @throws 422 that names it, when it fails and a file of this machine has gone. */
  async read<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      for (const { path } of this.files) await requireFile(path);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await fs.rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function requireFile(path: string): Promise<void> {
  try {
    await fs.access(path);
  } catch (error) {
    throw unreadable(await fs.readlink(path).catch(() => path), (error as Error).message);
  }
}
