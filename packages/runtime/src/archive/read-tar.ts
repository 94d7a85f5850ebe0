import { Readable } from 'node:stream';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { Entry, Extract, Headers } from 'tar-stream';
import { loadTar } from './load-tar';

/** What stands before an entry is held in memory: names, links and other facts of it, whatever it claims to be. */
const HEADERS_BYTES = 2 * 1024 * 1024;

const BLOCK_BYTES = 512;

/** The entries of a tar stream, each to be read, or left with `resume()`, before the next. Throws where it is damaged. */
export async function* readTar(content: AsyncIterable<Uint8Array>): AsyncGenerator<Entry, void, void> {
  const archive = loadTar().extract();
  const source = Readable.from(limited(content, archive), { objectMode: false });
  source.once('error', (error) => archive.destroy(error));
  source.pipe(archive);
  try {
    yield* archive;
  } finally {
    source.destroy();
    archive.destroy();
  }
}

/** What the library keeps until an entry begins has no limit of its own. */
async function* limited(content: AsyncIterable<Uint8Array>, archive: Extract): AsyncGenerator<Uint8Array, void, void> {
  let given = 0;
  let reached = 0;
  archive.on('entry', (header, stream: { readonly offset?: unknown }) => {
    if (typeof stream.offset === 'number') reached = stream.offset + BLOCK_BYTES + bodyBytes(header);
  });
  for await (const chunk of content) {
    given += chunk.length;
    if (given - reached > HEADERS_BYTES + chunk.length) throw tooLarge();
    yield chunk;
  }
}

function bodyBytes({ size = 0, type }: Headers): number {
  return type === 'directory' ? 0 : Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
}

function tooLarge(): MediaConduitError {
  const message = `The archive was not read: the header of an entry is larger than ${HEADERS_BYTES} bytes.`;
  return new MediaConduitError('MC_ARCHIVE_UNSAFE', message, {
    hint: 'do not use it before you know who made it',
    facts: { largestBytes: HEADERS_BYTES },
  });
}
