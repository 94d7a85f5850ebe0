import { Readable } from 'node:stream';
import type { Entry } from 'tar-stream';
import { loadTar } from './load-tar';

/** The entries of a tar stream, each to be read, or left with `resume()`, before the next. Throws where it is damaged. */
export async function* readTar(content: AsyncIterable<Uint8Array>): AsyncGenerator<Entry, void, void> {
  const source = Readable.from(content, { objectMode: false });
  const archive = loadTar().extract();
  source.once('error', (error) => archive.destroy(error));
  source.pipe(archive);
  try {
    yield* archive;
  } finally {
    source.destroy();
    archive.destroy();
  }
}
