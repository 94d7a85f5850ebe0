import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { isMediaConduitError, MediaConduitError, messageOf } from '@mediaconduit/sdk';
import type { Entry } from 'tar-stream';
import { checkVolumeArchive } from './check-volume-archive';
import { readTar } from '../archive/read-tar';
import { parseStateDescription, type StateDescription } from './state-description';
import { invalidState } from './state-error';

/** The first entry. */
export const DESCRIPTION_ENTRY = 'state.json';

/** The last entry: the SHA-256 of each volume's archive, by its name. A file that ends early lacks it. */
export const CHECKSUMS_ENTRY = 'checksums.json';

/** Largest text that is read into memory. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;

/**
 * Reads a whole file and checks every byte of it; changes nothing.
 * @throws `MC_STATE_INVALID` for one that is damaged, cut off, of a newer format or not ours, `MC_FILE_NOT_FOUND`.
 */
export async function readState(file: string, signal: AbortSignal): Promise<StateDescription> {
  try {
    return await readWhole(file, signal);
  } catch (error) {
    throw readError(file, error, signal);
  }
}

async function readWhole(file: string, signal: AbortSignal): Promise<StateDescription> {
  let description: StateDescription | undefined;
  const sums = new Map<string, string>();
  let isWhole = false;
  for await (const entry of stateEntries(file, signal)) {
    const { name, type } = entry.header;
    if (type !== 'file' || isWhole) throw foreign(file, name);
    if (!description) description = await descriptionOf(entry, file);
    else if (name === CHECKSUMS_ENTRY) isWhole = await isAsSummed(entry, file, sums);
    else if (sums.has(name) || !description.volumes.some((volume) => volume.entry === name)) throw foreign(file, name);
    else sums.set(name, await checkedSum(entry, file));
  }
  const lacks = description?.volumes.find(({ entry }) => entry !== undefined && !sums.has(entry));
  if (lacks) throw invalidState(file, `the data of ${lacks.service}/${lacks.name} is missing`);
  if (!description || !isWhole) throw invalidState(file, 'it ends too early');
  return description;
}

/** The data of each volume by the name of its entry, which must be read before the next. */
export async function* volumeContents(file: string, signal: AbortSignal): AsyncGenerator<Entry, void, void> {
  for await (const entry of stateEntries(file, signal)) {
    if (entry.header.name === DESCRIPTION_ENTRY || entry.header.name === CHECKSUMS_ENTRY) entry.resume();
    else yield entry;
  }
}

async function* stateEntries(file: string, signal: AbortSignal): AsyncGenerator<Entry, void, void> {
  try {
    yield* readTar(bytesOf(file, signal));
  } catch (error) {
    throw readError(file, error, signal);
  }
}

/** Opened by its reader: a failure before there is one would be nobody's. */
async function* bytesOf(file: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
  signal.throwIfAborted();
  yield* createReadStream(file, { signal }) as AsyncIterable<Uint8Array>;
}

async function descriptionOf(entry: Entry, file: string): Promise<StateDescription> {
  if (entry.header.name !== DESCRIPTION_ENTRY) throw foreign(file, entry.header.name);
  return parseStateDescription(await smallText(entry, file), file);
}

async function isAsSummed(entry: Entry, file: string, sums: ReadonlyMap<string, string>): Promise<true> {
  const listed = await smallText(entry, file);
  if (listed !== checksumsText(Object.fromEntries(sums))) throw invalidState(file, 'its data is damaged');
  return true;
}

/** What {@link CHECKSUMS_ENTRY} holds. */
export function checksumsText(sums: Readonly<Record<string, string>>): string {
  return `${JSON.stringify(sums, null, 2)}\n`;
}

async function checkedSum(entry: Entry, file: string): Promise<string> {
  const hash = createHash('sha256');
  async function* summed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of entry as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      yield chunk;
    }
  }
  await checkVolumeArchive(file, summed());
  return hash.digest('hex');
}

async function smallText(entry: Entry, file: string): Promise<string> {
  const { name, size = 0 } = entry.header;
  if (size > MAX_TEXT_BYTES) throw invalidState(file, `${name} is larger than ${MAX_TEXT_BYTES} bytes`);
  return text(entry);
}

function foreign(file: string, name: string): MediaConduitError {
  return invalidState(file, `${JSON.stringify(name)} does not belong into such a file`);
}

function readError(file: string, error: unknown, signal: AbortSignal): unknown {
  if (isMediaConduitError(error)) return error;
  if (signal.aborted) return signal.reason;
  const { code } = Object(error) as { readonly code?: unknown };
  if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'EACCES')
    return invalidState(file, `it is damaged (${messageOf(error)})`, error);
  return new MediaConduitError('MC_FILE_NOT_FOUND', `${file} cannot be read: ${messageOf(error)}`, {
    hint: 'name a file that mediaconduit state export has written',
    facts: { file },
    cause: error,
  });
}
