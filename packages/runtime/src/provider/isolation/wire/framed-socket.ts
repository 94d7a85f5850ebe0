import type { Duplex } from 'node:stream';
import { deserialize, serialize } from 'node:v8';
import { brokenWire } from './wire-errors';

/** Largest message in either direction, in bytes; bytes of media go by the other socket. */
export const LARGEST_MESSAGE_BYTES = 67_108_864;
const HEADER_BYTES = 4;

/** What arrives. After `onClose` nothing does. */
export interface FramedSocketListener {
  onMessage(message: unknown): void;
  /** @param error what was wrong with what the other side sent; `undefined` when it just ended. */
  onClose(error?: Error): void;
}

/** Messages over a stream: a length, then the value as V8 writes it, which knows binary data, dates, maps and `undefined`. */
export class FramedSocket {
  #chunks: Buffer[] = [];
  #size = 0;
  #isClosed = false;

  constructor(
    private readonly socket: Duplex,
    private readonly listener: FramedSocketListener,
  ) {
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => undefined); // the close that follows is what counts
    socket.once('close', () => this.#close());
    socket.once('end', () => this.#close());
  }

  /** @returns false when the message is larger than the other side takes: then it was not sent. */
  send(message: unknown): boolean {
    const body = serialize(message);
    if (body.length > LARGEST_MESSAGE_BYTES) return false;
    if (this.#isClosed || this.socket.destroyed) return true; // whoever waits for an answer is told by onClose
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    header.writeUInt32LE(body.length);
    this.socket.cork();
    this.socket.write(header);
    this.socket.write(body);
    this.socket.uncork();
    return true;
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    try {
      while (!this.#isClosed && this.#size >= HEADER_BYTES && this.#takeOne());
    } catch (error) {
      this.#close(brokenWire('what the other process sent is no message', error));
      this.socket.destroy();
    }
  }

  /** @returns whether a whole message was there. */
  #takeOne(): boolean {
    const first = this.#chunks[0] as Buffer;
    const header = first.length >= HEADER_BYTES ? first : this.#joined();
    const length = header.readUInt32LE();
    if (length > LARGEST_MESSAGE_BYTES) throw brokenWire(`a message of ${length} bytes was announced`);
    if (this.#size < HEADER_BYTES + length) return false;
    const all = this.#joined();
    const end = HEADER_BYTES + length;
    this.#chunks = all.length > end ? [all.subarray(end)] : [];
    this.#size -= end;
    this.listener.onMessage(deserialize(all.subarray(HEADER_BYTES, end)));
    return true;
  }

  #joined(): Buffer {
    const joined = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }

  #close(error?: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#chunks = [];
    this.#size = 0;
    this.listener.onClose(error);
  }
}
