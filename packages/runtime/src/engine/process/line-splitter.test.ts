import { LineSplitter } from './line-splitter';

function linesOf(...chunks: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

describe('LineSplitter', () => {
  it('puts lines together that come in pieces', () => {
    expect(linesOf('a', 'b\nc', '\n', '\nd\n')).toEqual(['ab', 'c', '', 'd']);
  });

  it('hands out the last line without a line break', () => {
    expect(linesOf('a\nb')).toEqual(['a', 'b']);
  });

  it('drops the carriage return of Windows', () => {
    expect(linesOf('a\r\nb\r\n')).toEqual(['a', 'b']);
  });

  it('puts characters together that are cut between chunks', () => {
    const cow = Buffer.from('🐄\n');
    expect(linesOf(cow.subarray(0, 2), cow.subarray(2))).toEqual(['🐄']);
  });

  it('cuts lines of more than 16384 characters, and says so', () => {
    const long = 'x'.repeat(16_384);
    expect(linesOf(`${long}\n`)).toEqual([long]);
    expect(linesOf(`${long}y\nz\n`)).toEqual([`${long}… (cut)`, 'z']);
    expect(linesOf(...Array.from({ length: 100 }, () => 'x'.repeat(1000)), '\nz')).toEqual([`${long}… (cut)`, 'z']);
  });
});
