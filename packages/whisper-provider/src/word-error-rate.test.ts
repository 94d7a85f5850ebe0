import { wordErrorRate } from './__fixtures__/word-error-rate';

describe('wordErrorRate', () => {
  it.each([
    ['A cat sat.', 'a cat, sat', 0],
    ['a cat sat', 'a bat sat', 1 / 3],
    ['a cat sat', 'cat sat', 1 / 3],
    ['a cat sat', 'a big cat sat', 1 / 3],
    ['a cat', '', 1],
    ['a', 'b c d', 3],
  ])('compares %p with %p', (expected, heard, rate) => {
    expect(wordErrorRate(expected, heard)).toBeCloseTo(rate);
  });
});
