import { CONTRACT, parseContractRange, satisfiesContract } from './contract';

describe('parseContractRange', () => {
  it.each([
    [1, { min: 1, max: 1 }],
    ['1', { min: 1, max: 1 }],
    ['1-3', { min: 1, max: 3 }],
    [' 2 - 4 ', { min: 2, max: 4 }],
  ])('reads %p', (value, range) => {
    expect(parseContractRange(value)).toEqual(range);
  });

  it.each(['', '^1', '3-1', '1.0', 'one', -1, null, undefined, [], 99999])('refuses %p', (value) => {
    expect(parseContractRange(value)).toBeUndefined();
  });
});

describe('satisfiesContract', () => {
  it('accepts a range that holds the number', () => {
    expect(satisfiesContract({ min: CONTRACT, max: CONTRACT })).toBe(true);
    expect(satisfiesContract({ min: 1, max: 3 }, 2)).toBe(true);
  });

  it('refuses a range above or below it', () => {
    expect(satisfiesContract({ min: 3, max: 4 }, 2)).toBe(false);
    expect(satisfiesContract({ min: 1, max: 1 }, 2)).toBe(false);
  });

  it('accepts generation 0, whatever the number', () => {
    expect(satisfiesContract({ min: 0, max: 0 }, 7)).toBe(true);
  });
});
