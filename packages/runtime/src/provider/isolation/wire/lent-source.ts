import type { MediaSource } from '@mediaconduit/sdk';
import type { Readable } from 'node:stream';

/** So many bytes decide every type that can be recognised. */
const HEAD_BYTES = 4100;

/** How the bytes of a value that the other side has lent are read. */
export interface LentReader {
  readonly fileName: string | undefined;
  open(signal?: AbortSignal): Readable;
  sizeBytes(signal?: AbortSignal): Promise<number | undefined>;
}

/** The bytes of a media value that another process has: opened there anew for every reading. */
export class LentSource implements MediaSource {
  constructor(private readonly lent: LentReader) {}

  get fileName(): string | undefined {
    return this.lent.fileName;
  }

  open(options: { readonly signal?: AbortSignal } = {}): Readable {
    return this.lent.open(options.signal);
  }

  async peek(options: { readonly signal?: AbortSignal } = {}): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.open(options)) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= HEAD_BYTES) break;
    }
    return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
  }

  sizeBytes(options: { readonly signal?: AbortSignal } = {}): Promise<number | undefined> {
    return this.lent.sizeBytes(options.signal);
  }

  /** Faults show when it is read. */
  async check(): Promise<void> {
    await this.sizeBytes();
  }

  describe(): Readonly<Record<string, unknown>> {
    return { from: 'process', fileName: this.lent.fileName };
  }
}
