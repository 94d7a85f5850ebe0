import { wrapWords } from './wrap-words';

describe('wrapWords', () => {
  it('breaks at spaces, and indents what follows', () => {
    expect(wrapWords('  one two three four', 11, 4)).toBe('  one two\n    three\n    four');
  });

  it('keeps a text that fits, and every text without a width', () => {
    expect(wrapWords('one two', 7)).toBe('one two');
    expect(wrapWords('one  two', Infinity)).toBe('one  two');
  });

  it('breaks after a bar, as between the values of an option', () => {
    expect(wrapWords('--mode borg|dead|tired', 12, 2)).toBe('--mode borg|\n  dead|tired');
  });

  it('keeps what a no-break space joins, as a space', () => {
    expect(wrapWords('0\u00a0ok 1\u00a0failure', 6)).toBe('0 ok\n1 failure');
  });

  it('leaves a word whole that is longer than a line', () => {
    expect(wrapWords('a https://example.com/long b', 10)).toBe('a\nhttps://example.com/long\nb');
  });

  it('still writes where the terminal is narrower than the indent', () => {
    expect(wrapWords('one two', 3, 10)).toBe('one\n          two');
  });
});
