import { shortText } from './short-text';

describe('shortText', () => {
  it('cuts what nobody reads to its end, and says how long it is', () => {
    expect(shortText('a'.repeat(1000))).toBe('a'.repeat(1000));
    expect(shortText('a'.repeat(1_000_000))).toBe(`${'a'.repeat(1000)}… (1000000 characters)`);
  });
});
