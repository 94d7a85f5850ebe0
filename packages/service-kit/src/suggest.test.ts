import { suggest } from './suggest';

const MANY = Array.from({ length: 13 }, (_, index) => `name-number-${index}`);

describe('suggest', () => {
  it('names the nearest, nearest first', () => {
    expect(suggest('DRAGN', ['dragons', 'tux', 'dragon'])).toBe('did you mean "dragon" or "dragons"?');
  });

  it('lists a short list when nothing is near', () => {
    expect(suggest('zebra', ['tux', 'moose'])).toBe('known: tux, moose');
  });

  it('counts a long list when nothing is near', () => {
    expect(suggest('zebra', MANY)).toBe('13 names are known');
  });
});
