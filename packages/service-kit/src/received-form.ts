import { promises as fs } from 'node:fs';
import { join } from 'node:path';

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

  async [Symbol.asyncDispose](): Promise<void> {
    await fs.rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
