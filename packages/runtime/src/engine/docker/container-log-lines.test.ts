import { containerLogLines } from './container-log-lines';

const frame = (stream: number, text: string): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
};

describe('containerLogLines', () => {
  it('puts the two streams together, line by line, also when frames cut a line', () => {
    const bytes = Buffer.concat([frame(1, 'one\ntw'), frame(2, 'error\n'), frame(1, 'o\nthree')]);
    expect(containerLogLines(bytes, 50)).toEqual(['one', 'error', 'two', 'three']);
  });

  it('answers the last lines', () => {
    expect(containerLogLines(frame(1, 'a\nb\nc\n'), 2)).toEqual(['b', 'c']);
    expect(containerLogLines(frame(1, 'a\n'), 0)).toEqual([]);
  });

  it('shows what would act on a terminal', () => {
    expect(containerLogLines(frame(1, 'a\u001b[31mb\r\n'), 1)).toEqual(['a\\x1b[31mb']);
  });

  it('reads a log without frames, and one that is cut', () => {
    expect(containerLogLines(Buffer.from('plain text\nof a terminal'), 9)).toEqual(['plain text', 'of a terminal']);
    expect(containerLogLines(frame(1, 'whole line').subarray(0, 12), 9)).toEqual(['whol']);
    expect(containerLogLines(Buffer.alloc(0), 9)).toEqual([]);
  });
});
