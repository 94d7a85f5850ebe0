import type { Duplex } from 'node:stream';
import { FrameParser, type FrameKind } from './frame-parser';
import { ByteOutlet } from './byte-outlet';
import { packError, unpackError } from './pack-error';
import { serialize, deserialize } from 'node:v8';
import { brokenWire, lostWire } from './wire-errors';

/** Bytes of one frame at the most; a large chunk is cut, so that streams take turns. */
const FRAME_BYTES = 262_144;
const LARGEST_ERROR_BYTES = 1_048_576;

/** What takes the bytes of one stream. */
export interface ByteSink {
  /** A part of the bytes that are read from the socket; they are not copied. */
  write(piece: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

/** What has to be told by the other socket. */
export interface ByteChannelTells {
  /** So many bytes more may be sent. */
  credit(stream: number, bytes: number): void;
  /** Nobody reads it any more. */
  stop(stream: number): void;
}

/**
 * Many streams of bytes over one socket. Each sends only what its reader has granted, so a slow reader stops its own
 * stream and no other. Numbers of streams that the sender opens are even, those that the reader asks for are odd.
 */
export class ByteChannel {
  readonly #sinks = new Map<number, { readonly sink: ByteSink; left: number; error: Buffer[] }>();
  readonly #outlets = new Map<number, ByteOutlet>();
  readonly #drained = new Set<() => void>();
  #nextEven = 0;
  #nextOdd = 1;
  #isClosed = false;

  constructor(
    private readonly socket: Duplex,
    readonly tells: ByteChannelTells,
    private readonly onBroken: (error: Error) => void,
  ) {
    const parser = new FrameParser({
      onPiece: (stream, kind, piece) => this.#piece(stream, kind, piece),
      onEnd: (stream, kind) => this.#ended(stream, kind),
    });
    socket.on('data', (chunk: Buffer) => this.#guard(() => parser.push(chunk)));
    socket.on('drain', () => this.#wake());
    socket.on('error', () => undefined);
    socket.once('close', () => this.close());
    socket.once('end', () => this.close());
  }

  /** Announces bytes to the other side, which begin to flow when it grants them. @returns the number of the stream. */
  send(source: AsyncIterable<unknown>, onEnd?: () => void): number {
    const stream = (this.#nextEven += 2);
    this.sendAs(stream, source, onEnd);
    return stream;
  }

  /** As {@link send}, with a number that the reader has chosen. */
  sendAs(stream: number, source: AsyncIterable<unknown>, onEnd?: () => void): void {
    const outlet = new ByteOutlet(source, {
      write: (piece) => this.#write(stream, 'bytes', piece),
      end: () => this.#write(stream, 'end', Buffer.alloc(0)),
      fail: (error) => this.#write(stream, 'error', encodeError(error)),
    });
    this.#outlets.set(stream, outlet);
    void outlet.run().finally(() => {
      this.#outlets.delete(stream);
      onEnd?.();
    });
    if (this.#isClosed) outlet.stop();
  }

  /** A number for a stream that this side asks the other one for. */
  reserve(): number {
    return (this.#nextOdd += 2);
  }

  /** Takes the bytes of a stream. Grant what it may send by {@link grant}. */
  receive(stream: number, sink: ByteSink): void {
    if (this.#isClosed) return sink.fail(lostWire());
    this.#sinks.set(stream, { sink, left: 0, error: [] });
  }

  grant(stream: number, bytes: number): void {
    const entry = this.#sinks.get(stream);
    if (!entry) return;
    entry.left += bytes;
    this.tells.credit(stream, bytes);
  }

  /** Reads no more of it. */
  abandon(stream: number): void {
    if (this.#sinks.delete(stream)) this.tells.stop(stream);
  }

  /** The reader on the other side grants more. */
  onCredit(stream: number, bytes: number): void {
    this.#outlets.get(stream)?.grant(bytes);
  }

  /** The reader on the other side has gone. */
  onStop(stream: number): void {
    this.#outlets.get(stream)?.stop();
  }

  /** Ends every stream. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const outlet of this.#outlets.values()) outlet.stop();
    const sinks = [...this.#sinks.values()];
    this.#sinks.clear();
    for (const { sink } of sinks) sink.fail(lostWire());
    this.#wake();
  }

  async #write(stream: number, kind: FrameKind, bytes: Buffer): Promise<void> {
    for (let at = 0; at === 0 || at < bytes.length; at += FRAME_BYTES) {
      if (this.#isClosed) return;
      const piece = bytes.length > FRAME_BYTES ? bytes.subarray(at, at + FRAME_BYTES) : bytes;
      this.socket.cork();
      this.socket.write(FrameParser.header(stream, kind, piece.length));
      const isFree = this.socket.write(piece);
      this.socket.uncork();
      if (!isFree) await this.#drain();
    }
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => this.#drained.add(resolve));
  }

  #wake(): void {
    const waiting = [...this.#drained];
    this.#drained.clear();
    for (const resolve of waiting) resolve();
  }

  #piece(stream: number, kind: FrameKind, piece: Buffer): void {
    const entry = this.#sinks.get(stream);
    if (!entry) return; // was on its way when the reader left
    if (kind === 'error') {
      entry.error.push(piece);
      return;
    }
    entry.left -= piece.length;
    if (entry.left < 0) throw brokenWire('it sent more bytes than it was granted');
    entry.sink.write(piece);
  }

  #ended(stream: number, kind: FrameKind): void {
    const entry = this.#sinks.get(stream);
    if (!entry || kind === 'bytes') return;
    this.#sinks.delete(stream);
    if (kind === 'end') entry.sink.end();
    else entry.sink.fail(decodeError(Buffer.concat(entry.error)));
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.close();
      this.onBroken(error instanceof Error ? error : brokenWire(String(error)));
    }
  }
}

function encodeError(error: unknown): Buffer {
  const body = serialize(packError(error));
  return body.length <= LARGEST_ERROR_BYTES ? body : serialize(packError(new Error('an error that is too large')));
}

function decodeError(body: Buffer): Error {
  const error = unpackError(deserialize(body));
  return error instanceof Error ? error : new Error(String(error));
}
