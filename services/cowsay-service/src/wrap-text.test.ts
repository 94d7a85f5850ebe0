import { wrapText } from './wrap-text';

describe('wrapText', () => {
  it('breaks between words', () => {
    expect(wrapText('one two three', 7)).toBe('one two\nthree');
  });

  it('leaves the spaces and blank lines of short lines alone', () => {
    expect(wrapText('  /\\_/\\\n\n ( o.o )\nthis line is too long', 10)).toBe(
      '  /\\_/\\\n\n ( o.o )\nthis line\nis too\nlong',
    );
  });

  it('keeps a word that is longer than a line', () => {
    expect(wrapText('a xxxxxxxx b', 4)).toBe('a\nxxxxxxxx\nb');
  });

  it('reads every kind of line end', () => {
    expect(wrapText('a\r\nb\rc\nd e f', 4)).toBe('a\nb\nc\nd e\nf');
  });

  it('is linear in long texts without a space', () => {
    const text = 'x'.repeat(10_000);
    expect(wrapText(text, 40)).toBe(text);
  });
});
