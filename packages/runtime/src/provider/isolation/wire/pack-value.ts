import { Readable } from 'node:stream';
import { types } from 'node:util';
import { isMedia, type BinaryMedia, type Media } from '@mediaconduit/sdk';
import type { ByteChannel } from './byte-channel';
import type { LentBytes, Loans, LoanScope } from './loans';
import type { PackedBody, PackedPart, PackedPath, PackedValue } from './packed-value';
import { notSendable } from './wire-errors';

/** Up to here bytes travel within the message. */
const INLINE_BYTES = 65_536;
const DEEPEST = 64;

/** What packing needs of a connection. */
export interface PackContext {
  readonly channel: ByteChannel;
  readonly loans: Loans;
  /** Of the call that this is given to. */
  readonly scope?: LoanScope;
  /** Of the call that this answers: what came with it can be returned. */
  readonly answered?: LoanScope;
  /** Refuses functions; otherwise they are left out. */
  readonly strict?: boolean;
}

/**
 * Makes a value ready for the other process. Media keep their class there; bytes in memory are in memory again, all other
 * bytes stay where they are until somebody reads them.
 * @throws `MC_INPUT_INVALID` for what cannot cross.
 */
export function packValue(value: unknown, context: PackContext): PackedValue {
  if (typeof value === 'string' || value === undefined) return { value };
  const packer = new Packer(context);
  const packed = packer.pack(value, []);
  return packer.parts.length === 0 ? { value: packed } : { value: packed, parts: packer.parts };
}

class Packer {
  readonly parts: { path: PackedPath; part: PackedPart }[] = [];

  constructor(private readonly context: PackContext) {}

  pack(value: unknown, path: PackedPath): unknown {
    if (typeof value === 'function' || typeof value === 'symbol') return this.#dropped(typeof value, path);
    if (typeof value !== 'object' || value === null) return value;
    if (path.length > DEEPEST) throw notSendable('nested too deep', path);
    if (Array.isArray(value)) return value.map((member, index) => this.pack(member, [...path, index]));
    if (isMedia(value)) return this.#media(value, path);
    if (value instanceof Uint8Array) return this.#bytes(value, path);
    if (value instanceof URL) return this.#part(path, { type: 'url', href: value.href });
    if (isReadable(value)) return this.#part(path, { type: 'stream', loan: this.context.loans.lend(onceOf(value)) });
    return isNative(value) ? value : this.#record(value, path);
  }

  #record(value: object, path: PackedPath): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, this.pack(member, [...path, name])]),
    );
  }

  #bytes(value: Uint8Array, path: PackedPath): unknown {
    if (value.length <= INLINE_BYTES) return value;
    const stream = this.#send(chunksOf(value));
    return this.#part(path, { type: 'bytes', stream, sizeBytes: value.length });
  }

  #media(media: Media, path: PackedPath): unknown {
    const { loans, answered } = this.context;
    const returned = loans.numberOf(media, answered);
    if (returned !== undefined) return this.#part(path, { type: 'returned', loan: returned });
    const binary = asBinary(media);
    const fields = this.#record(binary ? fieldsOf(media) : { ...media }, path);
    const loan = binary && this.#lend(binary);
    this.#part(path, { type: 'media', kind: media.kind, loan, body: binary && this.#body(binary) });
    return fields;
  }

  /** What is in memory there too is lent for the call only, so that it can be recognised. */
  #lend(media: BinaryMedia): number | undefined {
    const { loans, scope } = this.context;
    if (!media.inMemory) return loans.lend(media);
    return scope && loans.lend(media, scope);
  }

  #body(media: BinaryMedia): PackedBody {
    if (!media.inMemory) return { at: 'sender', once: isReadOnce(media), fileName: media.fileName };
    const { data } = media;
    if (data.length <= INLINE_BYTES) return { at: 'message', bytes: data };
    return { at: 'stream', stream: this.#send(chunksOf(data)), sizeBytes: data.length };
  }

  #send(source: AsyncIterable<unknown>): number {
    const stream = this.context.channel.send(source);
    this.context.scope?.streams.push(stream);
    return stream;
  }

  #part(path: PackedPath, part: PackedPart): undefined {
    this.parts.push({ path, part });
    return undefined;
  }

  #dropped(what: string, path: PackedPath): undefined {
    if (this.context.strict) throw notSendable(`a ${what}`, path);
    return undefined;
  }
}

function fieldsOf({ metadata, sourceAsset, timing, lineage }: Media): Record<string, unknown> {
  return { metadata, sourceAsset, timing, lineage };
}

function asBinary(media: Media): BinaryMedia | undefined {
  return 'inMemory' in media && 'stream' in media ? (media as BinaryMedia) : undefined;
}

/** As the value itself tells, whatever copy of the SDK made it. */
function isReadOnce(media: BinaryMedia): boolean {
  const source = media.toJSON()['source'];
  return typeof source === 'object' && source !== null && (source as { from?: unknown }).from === 'stream';
}

function isReadable(value: object): value is Readable {
  return value instanceof Readable || ('pipe' in value && Symbol.asyncIterator in value);
}

/** Kinds of objects that the messages know. */
function isNative(value: object): boolean {
  return (
    ArrayBuffer.isView(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isMap(value) ||
    types.isSet(value) ||
    types.isNativeError(value)
  );
}

function onceOf(readable: Readable): LentBytes {
  return { stream: () => readable, sizeBytes: async () => undefined };
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
