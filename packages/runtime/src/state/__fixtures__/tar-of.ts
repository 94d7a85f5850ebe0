import { buffer } from 'node:stream/consumers';
import { pack, type Headers } from 'tar-stream';

/** A header, and what a file holds. */
export interface TarEntry extends Headers {
  readonly text?: string | Buffer;
}

/** A tar archive of these entries. */
export function tarOf(...entries: TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { text, ...header } of entries) archive.entry(header, text);
  archive.finalize();
  return buffer(archive);
}
