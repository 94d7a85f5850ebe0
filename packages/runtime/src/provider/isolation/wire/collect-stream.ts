import type { ByteChannel } from './byte-channel';
import { brokenWire } from './wire-errors';

/** All bytes of a stream of the other process, whose number it has told before, put where they belong as they come. */
export function collectStream(channel: ByteChannel, stream: number, sizeBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.allocUnsafeSlow(sizeBytes);
    let at = 0;
    channel.receive(stream, {
      write: (piece) => {
        at += piece.copy(bytes, at);
      },
      end: () => (at === sizeBytes ? resolve(bytes) : reject(brokenWire(`${at} of ${sizeBytes} bytes came`))),
      fail: reject,
    });
    channel.grant(stream, sizeBytes);
  });
}
