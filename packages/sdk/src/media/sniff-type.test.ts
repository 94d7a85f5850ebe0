import fc from 'fast-check';
import { SAMPLES } from './__fixtures__/sample-bytes';
import { sniffType } from './sniff-type';

describe('sniffType', () => {
  it.each(SAMPLES)('recognises %s (%s)', (mimeType, extension, bytes) => {
    expect(sniffType(bytes)).toEqual({ mimeType, extension });
  });

  it.each([
    'Good morning',
    'BMW builds cars',
    'ID3 tags are old',
    '[1] see below',
    '{ not json',
    'Ünïcode, 世界',
    'MZ',
    '\x1b[1mbold\x1b[0m',
  ])('takes %j for text although it starts like a binary format', (text) => {
    expect(sniffType(Buffer.from(text))).toEqual({ mimeType: 'text/plain', extension: 'txt' });
  });

  it('takes text for text when the end of the window cuts a character', () => {
    expect(sniffType(Buffer.from(`x${'é'.repeat(4000)}`)).mimeType).toBe('text/plain');
  });

  it('says what nobody recognises, and what is empty', () => {
    expect(sniffType(Buffer.from([0xfe, 0x01, 0x02, 0x00])).mimeType).toBe('application/octet-stream');
    expect(sniffType(Buffer.alloc(0)).mimeType).toBe('application/x-empty');
  });

  it.each([
    ['UTF-16LE', [0xff, 0xfe, 0x41, 0x00]],
    ['UTF-16BE', [0xfe, 0xff, 0x00, 0x41]],
    ['UTF-16LE, empty', [0xff, 0xfe]],
  ])('takes %s with its mark for text', (_encoding, bytes) => {
    expect(sniffType(Buffer.from(bytes)).mimeType).toBe('text/plain');
  });

  it('never fails, whatever the bytes are, and always names a type', () => {
    const beginnings = SAMPLES.map(([, , bytes]) => bytes);
    const mutated = fc
      .tuple(fc.constantFrom(...beginnings), fc.nat(64), fc.uint8Array({ maxLength: 5000 }))
      .map(([start, keep, rest]) => Buffer.concat([start.subarray(0, keep), rest]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 5000 }), mutated), (bytes) => {
        expect(sniffType(bytes).mimeType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
      }),
      { numRuns: 500 },
    );
  });
});
