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
}

interface Base64Text {
  readonly prefix?: string;
  readonly bytes: Buffer;
  readonly extension: string;
}

/** Shorter texts are left alone: they are ids as often as media, unless their bytes show what they are. */
const SHORTEST = 4096;
const SHORTEST_KNOWN = 128;
const BASE64 = /^(data:[\w.+/;=-]+;base64,)?([A-Za-z0-9+/]+={0,2})$/;

/** Takes what is in Base64 out of JSON; `keep` gets it and says where it stands from now on. */
export function takeMediaOut(value: unknown, keep: (file: MediaFile) => string): Promise<unknown> {
  return mapTree(value, async (leaf) => {
    const found = await readBase64(leaf);
    if (!found) return leaf;
    const { bytes, extension, prefix } = found;
    const reference: MediaReference = { $base64: keep({ name: `${sha256Of(bytes)}.${extension}`, bytes }) };
    return prefix === undefined ? reference : { ...reference, $prefix: prefix };
  });
}

/** Undoes {@link takeMediaOut}. */
export function putMediaBack(value: unknown, read: (place: string) => Promise<Buffer>): Promise<unknown> {
  return mapTree(value, async (leaf) => {
    if (!isReference(leaf)) return leaf;
    return `${leaf.$prefix ?? ''}${(await read(leaf.$base64)).toString('base64')}`;
  });
}

/** Puts hashes where media are in Base64: enough to tell one request from another. */
export function withMediaHashes(value: unknown): Promise<unknown> {
  return mapTree(value, async (leaf) => {
    const found = await readBase64(leaf);
    return found ? `${found.prefix ?? ''}sha256:${sha256Of(found.bytes)}` : leaf;
  });
}

/** The same tree with other leaves; a reference is a leaf. */
async function mapTree(value: unknown, change: (leaf: unknown) => Promise<unknown>): Promise<unknown> {
  if (typeof value !== 'object' || value === null || isReference(value)) return change(value);
  if (Array.isArray(value)) return Promise.all(value.map((each) => mapTree(each, change)));
  const entries = Object.entries(value).map(async ([key, each]) => [key, await mapTree(each, change)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** `undefined` of what is no Base64, or not in the one form that it can be written back in. */
async function readBase64(leaf: unknown): Promise<Base64Text | undefined> {
  if (typeof leaf !== 'string' || leaf.length < SHORTEST_KNOWN) return undefined;
  const [, prefix, content] = BASE64.exec(leaf) ?? [];
  if (content === undefined) return undefined;
  const bytes = Buffer.from(content, 'base64');
  if (bytes.toString('base64') !== content) return undefined;
  const { extension, mimeType } = await new Image(bytes).type();
  const isKnown = /^(audio|image|video|model)\//.test(mimeType);
  return isKnown || leaf.length >= SHORTEST ? { prefix, bytes, extension } : undefined;
}

function isReference(value: unknown): value is MediaReference {
  return typeof value === 'object' && value !== null && '$base64' in value && typeof value.$base64 === 'string';
}
