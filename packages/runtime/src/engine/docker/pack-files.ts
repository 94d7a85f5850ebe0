import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Headers, Pack, pack as createPack } from 'tar-stream';
import type { ContextEntry } from './build-context';

/** A file that is only in the archive. */
export interface ExtraFile {
  readonly path: string;
  readonly content: Buffer;
}

/** The same archive for the same files, whenever it is made and whoever owns them: the engine's cache goes by it. */
const ANYTIME = { mtime: new Date(0), uid: 0, gid: 0 };

/**
 * A tar stream of the entries. Nothing is read before the first reader is there, so that it hears of every failure.
 */
export function packFiles(entries: readonly ContextEntry[], extra: readonly ExtraFile[] = []): Readable {
  return Readable.from(archiveOf(entries, extra), { objectMode: false });
}

async function* archiveOf(entries: readonly ContextEntry[], extra: readonly ExtraFile[]): AsyncGenerator<Buffer> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only when files really go to the engine
  const { pack } = require('tar-stream') as { pack: typeof createPack };
  const archive = pack();
  write(archive, entries, extra).then(
    () => archive.finalize(),
    (error: Error) => archive.destroy(error),
  );
  for await (const chunk of archive) yield chunk;
}

async function write(archive: Pack, entries: readonly ContextEntry[], extra: readonly ExtraFile[]): Promise<void> {
  for (const { path, content } of extra) archive.entry({ ...ANYTIME, name: path, mode: 0o644 }, content);
  for (const entry of entries) {
    if (archive.destroyed) return;
    const header = headerOf(entry);
    const sink = archive.entry(header);
    // Cut at the size that the header promises: a file that grows meanwhile would spoil the archive.
    if (entry.size > 0 && entry.kind === 'file')
      await pipeline(createReadStream(entry.file, { end: entry.size - 1 }), sink);
    else sink.end();
  }
}

function headerOf({ path, mode, kind, size, link }: ContextEntry): Headers {
  if (kind === 'file') return { ...ANYTIME, name: path, mode, size, type: 'file' };
  if (kind === 'link') return { ...ANYTIME, name: path, mode, size: 0, type: 'symlink', linkname: link };
  return { ...ANYTIME, name: `${path}/`, mode, size: 0, type: 'directory' };
}
