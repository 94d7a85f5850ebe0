import { brokenWire } from './wire-errors';

/** What a frame holds: bytes, nothing more to come, or why it broke off. */
export type FrameKind = 'bytes' | 'end' | 'error';

const KINDS: readonly FrameKind[] = ['bytes', 'end', 'error'];
const HEADER_BYTES = 9;
const LARGEST_FRAME_BYTES = 1_048_576;

/** What is found in the bytes. */
export interface FrameListener {
  /** Bytes of a frame, as they come: a frame may come in several pieces. */
  onPiece(stream: number, kind: FrameKind, piece: Buffer): void;
  /** The frame is over. */
  onEnd(stream: number, kind: FrameKind): void;
}

/** Finds frames in a stream of bytes, without copying what is in them. */
export class FrameParser {
  #header: Buffer = Buffer.alloc(0);
  #stream = 0;
  #kind: FrameKind = 'bytes';
  /** Bytes of the frame that are still to come; `undefined` between two frames. */
  #left: number | undefined;

  constructor(private readonly listener: FrameListener) {}

  /** What stands before the bytes of a frame. */
  static header(stream: number, kind: FrameKind, length: number): Buffer {
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    header.writeUInt8(KINDS.indexOf(kind));
    header.writeUInt32LE(stream, 1);
    header.writeUInt32LE(length, 5);
    return header;
  }

  /** @throws `MC_PROVIDER_CRASHED` for bytes that are no frames. */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#left === undefined ? this.#readHeader(rest) : this.#readBody(rest, this.#left);
  }

  #readHeader(bytes: Buffer): Buffer {
    const missing = HEADER_BYTES - this.#header.length;
    const header = this.#header.length === 0 ? bytes : Buffer.concat([this.#header, bytes.subarray(0, missing)]);
    if (header.length < HEADER_BYTES) {
      this.#header = header;
      return bytes.subarray(bytes.length);
    }
    const kind = KINDS[header.readUInt8()];
    const length = header.readUInt32LE(5);
    if (kind === undefined || length > LARGEST_FRAME_BYTES) throw brokenWire('what it sent is no frame');
    this.#kind = kind;
    this.#stream = header.readUInt32LE(1);
    this.#header = Buffer.alloc(0);
    this.#begin(length);
    return bytes.subarray(missing);
  }

  #begin(length: number): void {
    this.#left = length;
    if (length === 0) this.#end();
  }

  #readBody(bytes: Buffer, left: number): Buffer {
    const piece = bytes.length > left ? bytes.subarray(0, left) : bytes;
    this.#left = left - piece.length;
    this.listener.onPiece(this.#stream, this.#kind, piece);
    if (this.#left === 0) this.#end();
    return bytes.subarray(piece.length);
  }

  #end(): void {
    this.#left = undefined;
    this.listener.onEnd(this.#stream, this.#kind);
  }
}
