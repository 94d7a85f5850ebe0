import {
  Audio,
  Embedding,
  Image,
  Json,
  Model3D,
  Text,
  Video,
  type BinaryMedia,
  type BinaryMediaClass,
  type Media,
  type MediaSource,
} from '@mediaconduit/sdk';
import type { Readable } from 'node:stream';
import type { ByteChannel } from './byte-channel';
import { collectStream } from './collect-stream';
import type { Loans, LoanScope } from './loans';
import type { PackedPart, PackedPath, PackedValue } from './packed-value';
import { brokenWire } from './wire-errors';

/** Largest value that is made in memory of what the other process sends, in bytes. */
const LARGEST_IN_MEMORY_BYTES = 1_073_741_824;
type BinaryClass = BinaryMediaClass<BinaryMedia> & Pick<typeof BinaryMedia, 'fromBytes' | 'fromStream' | 'fromSource'>;

const BINARY: Readonly<Record<string, BinaryClass | undefined>> = {
  image: Image,
  audio: Audio,
  video: Video,
  '3d': Model3D,
};

type Part<T extends PackedPart['type']> = Extract<PackedPart, { type: T }>;

/** What unpacking needs of a connection. */
export interface UnpackContext {
  readonly channel: ByteChannel;
  readonly loans: Loans;
  readonly scope?: LoanScope;
  /** The bytes of a value that the other side has lent. */
  sourceOf(loan: number, fileName: string | undefined): MediaSource;
  streamOf(loan: number): Readable;
}

/**
 * The value again. Waits for bytes that are in memory on the other side, and for nothing else.
 * @throws `MC_PROVIDER_CRASHED` for what is no packed value.
 */
export async function unpackValue(packed: PackedValue, context: UnpackContext): Promise<unknown> {
  const root = { value: packed.value };
  for (const { path, part } of packed.parts ?? []) {
    const place = placeIn(root, path);
    define(place, await unpackPart(part, place.holder[place.name], context));
  }
  return root.value;
}

interface Place {
  readonly holder: Record<string | number, unknown>;
  readonly name: string | number;
}

function placeIn(root: { value: unknown }, path: PackedPath): Place {
  let holder: unknown = root;
  let name: string | number = 'value';
  for (const next of path) {
    holder = ownMember(holder, name);
    name = next;
  }
  if (typeof holder !== 'object' || holder === null) throw brokenWire('a part of a value has no place');
  return { holder: holder as Place['holder'], name };
}

function ownMember(holder: unknown, name: string | number): unknown {
  if (typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name))
    return (holder as Place['holder'])[name];
  throw brokenWire('a part of a value has no place');
}

/** Not by assigning: a name may be `__proto__`. */
function define({ holder, name }: Place, value: unknown): void {
  Object.defineProperty(holder, name, { value, enumerable: true, writable: true, configurable: true });
}

async function unpackPart(part: PackedPart, fields: unknown, context: UnpackContext): Promise<unknown> {
  if (part.type === 'url') return new URL(part.href);
  if (part.type === 'stream') return context.streamOf(part.loan);
  if (part.type === 'bytes') return collect(part, context);
  if (part.type === 'media') return unpackMedia(part, fields, context);
  const own = context.loans.get(part.loan);
  if (own) return own;
  throw brokenWire('it returned a value that is not lent to it');
}

function collect(part: { stream: number; sizeBytes: number }, { channel }: UnpackContext): Promise<Buffer> {
  if (part.sizeBytes > LARGEST_IN_MEMORY_BYTES) throw brokenWire(`${part.sizeBytes} bytes were to be held in memory`);
  return collectStream(channel, part.stream, part.sizeBytes);
}

async function unpackMedia(part: Part<'media'>, fields: unknown, context: UnpackContext): Promise<Media> {
  const found = (typeof fields === 'object' && fields !== null ? fields : {}) as Record<string, unknown>;
  const metadata = (found['metadata'] ?? {}) as Media['metadata'];
  const media = await create(part, { ...found, metadata }, context);
  for (const name of ['timing', 'lineage', 'sourceAsset'] as const) {
    if (found[name] !== undefined) Object.assign(media, { [name]: found[name] });
  }
  const isLent = part.body?.at === 'sender';
  if (part.loan !== undefined) context.loans.receive(media, part.loan, isLent ? undefined : context.scope);
  return media;
}

async function create(
  part: Part<'media'>,
  fields: Readonly<Record<string, unknown>> & { readonly metadata: Media['metadata'] },
  context: UnpackContext,
): Promise<Media> {
  const { metadata, content, language, confidence, vector, value } = fields;
  switch (part.kind) {
    case 'text':
      return new Text(String(content), language as string | undefined, confidence as number | undefined, metadata);
    case 'embedding':
      return new Embedding(vector as Float32Array, metadata);
    case 'json':
      return new Json(value, metadata);
    default:
      return createBinary(part, metadata, context);
  }
}

async function createBinary(
  { kind, body, loan = 0 }: Part<'media'>,
  metadata: Media['metadata'],
  context: UnpackContext,
): Promise<BinaryMedia> {
  const Class = Object.hasOwn(BINARY, kind) ? BINARY[kind] : undefined;
  if (!Class || !body) throw brokenWire(`it sent a media value of the kind ${String(kind)}`);
  if (body.at === 'message') return Class.fromBytes(body.bytes, { metadata });
  if (body.at === 'stream') return Class.fromBytes(await collect(body, context), { metadata });
  if (body.once) return Class.fromStream(context.streamOf(loan), { metadata });
  return Class.fromSource(context.sourceOf(loan, body.fileName), { metadata });
}
