import { escapeControlCharacters } from './escape-control-characters';

describe('escapeControlCharacters', () => {
  it.each([
    ['colour', '\u001b[31m', '\\x1b[31m'],
    ['the clipboard', '\u001b]52;c;eA==\u0007', '\\x1b]52;c;eA==\\x07'],
    ['the start of the line', 'a\rb\nc\td', 'a\\x0db\\x0ac\\x09d'],
    ['8-bit controls', '\u009b1m\u0085', '\\x9b1m\\x85'],
    ['the direction of text', '\u202eabc\u2066\u200f', '\\u202eabc\\u2066\\u200f'],
    ['line separators', 'a\u2028b', 'a\\u2028b'],
    ['delete', '\u007f', '\\x7f'],
  ])('shows what would change %s', (_what, raw, shown) => {
    expect(escapeControlCharacters(raw)).toBe(shown);
  });

  it('leaves other text alone', () => {
    const text = 'Moo! äöü 牛 🐄 \\x1b "quoted"';
    expect(escapeControlCharacters(text)).toBe(text);
  });
});
