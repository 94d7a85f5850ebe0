import fc from 'fast-check';
import { FrameParser, type FrameKind } from './frame-parser';

interface Frame {
  readonly stream: number;
  readonly kind: FrameKind;
  readonly bytes: Buffer;
}

const frames = fc.array(
  fc.record({
    stream: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    kind: fc.constantFrom<FrameKind>('bytes', 'end', 'error'),
    bytes: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 10 },
);

/** The frames that are found when the bytes come in pieces of these lengths. */
function parse(bytes: Buffer, lengths: readonly number[]): Frame[] {
  const found: Frame[] = [];
  const pieces: Buffer[] = [];
  const parser = new FrameParser({
    onPiece: (_stream, _kind, piece) => pieces.push(piece),
    onEnd: (stream, kind) => found.push({ stream, kind, bytes: Buffer.concat(pieces.splice(0)) }),
  });
  let at = 0;
  for (let next = 0; at < bytes.length; next++) {
    const length = Math.max(1, lengths[next % Math.max(1, lengths.length)] ?? 1);
    parser.push(bytes.subarray(at, at + length));
    at += length;
  }
  return found;
}

describe('FrameParser', () => {
  it('finds the same frames however the bytes are cut', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 })), (sent, lengths) => {
        const all = sent.flatMap(({ stream, kind, bytes }) => [FrameParser.header(stream, kind, bytes.length), bytes]);
        expect(parse(Buffer.concat(all), lengths)).toEqual(sent);
      }),
    );
  });

  it('refuses what is no frame', () => {
    for (const header of [
      Buffer.alloc(9, 255),
      Buffer.from([7, 0, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from([0, 1, 0, 0, 0, 0, 0, 0, 64]),
    ])
      expect(() => parse(header, [3])).toThrow(expect.objectContaining({ code: 'MC_PROVIDER_CRASHED' }));
  });
});
