import { Image } from '@mediaconduit/sdk';
import { sha256Of } from './read-request';

/** A body, or a part of one, that stands in a file of its own. */
export interface MediaFile {
  /** Its hash and extension. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Stands in recorded JSON where a service says media in Base64. */
interface MediaReference {
  /** The file, beside the recording. */
  readonly $base64: string;
  /** What stands before it: `data:image/png;base64,`. */
  readonly $prefix?: string;
  /** What stands behind it: the end of an event, or a text with more media. */
  readonly $suffix?: unknown;
}

interface FoundMedia {
  readonly before: string;
  readonly bytes: Buffer;
  readonly extension: string;
  readonly after: string;
}

/** Shorter runs are left alone: they are ids as often as media, unless their bytes show what they are. */
const SHORTEST = 4096;
const BASE64 = /[A-Za-z0-9+/]{128,}={0,2}/g;

/** Takes what is in Base64 out of JSON and the texts in it; `keep` gets it and says where it stands from now on. */
export function takeMediaOut(value: unknown, keep: (file: MediaFile) => string): Promise<unknown> {
  return mapTexts(value, async function fold(text): Promise<string | MediaReference> {
    const found = await findMedia(text);
    if (!found) return text;
    const { after, before, bytes, extension } = found;
    return {
      $base64: keep({ name: `${sha256Of(bytes)}.${extension}`, bytes }),
      ...(before !== '' && { $prefix: before }),
      ...(after !== '' && { $suffix: await fold(after) }),
    };
  });
}

/** Undoes {@link takeMediaOut}. */
export async function putMediaBack(value: unknown, read: (place: string) => Promise<Buffer>): Promise<unknown> {
  if (!isReference(value)) return mapTree(value, (inner) => putMediaBack(inner, read));
  const { $base64, $prefix = '', $suffix = '' } = value;
  return `${$prefix}${(await read($base64)).toString('base64')}${String(await putMediaBack($suffix, read))}`;
}

/** Puts hashes where media are in Base64: enough to tell one request from another. */
export function withMediaHashes(value: unknown): Promise<unknown> {
  return mapTexts(value, async function hash(text): Promise<string> {
    const found = await findMedia(text);
    return found ? `${found.before}sha256:${sha256Of(found.bytes)}${await hash(found.after)}` : text;
  });
}

/** The same tree with other texts. */
function mapTexts(value: unknown, change: (text: string) => Promise<unknown>): Promise<unknown> {
  return typeof value === 'string' ? change(value) : mapTree(value, (inner) => mapTexts(inner, change));
}

/** The same list or object with other members; anything else as it is. */
async function mapTree(value: unknown, change: (inner: unknown) => Promise<unknown>): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map(change));
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await change(inner)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** The first media in a text, as far as they are in the one form that they can be written back in. */
async function findMedia(text: string): Promise<FoundMedia | undefined> {
  for (const { 0: content, index } of text.matchAll(BASE64)) {
    const bytes = Buffer.from(content, 'base64');
    if (bytes.toString('base64') !== content) continue;
    const { extension, mimeType } = await new Image(bytes).type();
    if (content.length < SHORTEST && !/^(audio|image|video|model)\//.test(mimeType)) continue;
    return { before: text.slice(0, index), bytes, extension, after: text.slice(index + content.length) };
  }
  return undefined;
}

function isReference(value: unknown): value is MediaReference {
  return typeof value === 'object' && value !== null && '$base64' in value && typeof value.$base64 === 'string';
}
